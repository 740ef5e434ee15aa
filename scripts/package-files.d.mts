export interface Target {
  readonly platform: 'linux' | 'darwin' | 'win32'
  readonly arch: 'x64' | 'arm64'
}
export const PROGRAM: string
export function nativePackages(target: Target): Readonly<Record<string, readonly string[]>>
export function reachedFrom(entry: string, folder: string): string[]
export function filesIn(folder: string): string[]
export function packagedFiles(target: Target): string[]
export function packagedManifest(env?: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>>
export function stageApp(folder: string, target: Target): string[]
