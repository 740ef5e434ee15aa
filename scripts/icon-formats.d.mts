export function packIco(render: (size: number) => Buffer): Buffer
export function packIcns(render: (size: number) => Buffer): Buffer
export function macTile(svg: string): string
export function templateOf(svg: string): string
