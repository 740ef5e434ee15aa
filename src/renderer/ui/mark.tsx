/** Kith's mark: two rings that share a part. */
export const Mark = ({ size = 24 }: { readonly size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 32 32"
    fill="none"
    stroke="currentColor"
    strokeWidth="3"
    aria-hidden="true"
  >
    <circle cx="11.5" cy="16" r="7.6" />
    <circle cx="20.5" cy="16" r="7.6" />
  </svg>
)
