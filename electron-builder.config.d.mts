import type { Configuration } from 'electron-builder'

export const fuses: NonNullable<Configuration['electronFuses']>
declare const configuration: Configuration
export default configuration
