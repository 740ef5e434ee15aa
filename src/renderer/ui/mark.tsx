/** Kith's mark, as on the icon of the app and in the tray (`resources`): two linked nodes under one roof. */
export const Mark = ({ size = 24 }: { readonly size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 32 32"
    fill="none"
    stroke="currentColor"
    strokeWidth="4"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d="M4 14 16 4l12 10" />
    <path d="M10 24h12" />
    <circle cx="8" cy="24" r="3" fill="currentColor" />
    <circle cx="24" cy="24" r="3" fill="currentColor" />
  </svg>
)
