export function splitSize(
  packages: Readonly<Record<string, { readonly dev?: boolean }>>,
  bytesOf: (path: string) => number,
): { readonly nodeMb: number; readonly appMb: number; readonly toolsMb: number }
