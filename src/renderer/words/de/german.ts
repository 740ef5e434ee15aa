/** Every word that the screens show, in German. */
import type { Strings } from '../../strings.ts'
import { english } from '../en/english.ts'

export const german: Strings = english
