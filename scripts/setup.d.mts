export function stampOf(lockFile: string, platform?: string, arch?: string): string
