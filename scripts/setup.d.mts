export function stampOf(lockFile: string, platform?: string, arch?: string): string
export function modulesFor(
  packages: Readonly<
    Record<
      string,
      { readonly os?: readonly string[]; readonly cpu?: readonly string[]; readonly libc?: readonly string[] }
    >
  >,
  platform?: string,
  arch?: string,
): readonly string[]
