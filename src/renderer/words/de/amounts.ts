/** What is wrong with a rate or a volume that was typed, in German. */
import type { AmountProblem } from '../../../contract/typed-amount.policy.ts'

const RATES = 'Schreib zum Beispiel 512 KiB/s, 2 MiB/s, 1,5 MB/s oder 16 Mbit/s, oder „unbegrenzt“.'
const VOLUMES = 'Schreib zum Beispiel 500 MiB, 50 GiB oder 1,5 TB, oder „unbegrenzt“.'

export function amountProblem(problem: AmountProblem): string {
  const examples = problem.of === 'rate' ? RATES : VOLUMES
  switch (problem.reason) {
    case 'negative':
      return `Weniger als nichts geht nicht. ${examples}`
    case 'no-number':
      return `Es ist eine Zahl mit einer Einheit. ${examples}`
    case 'too-much':
      return problem.of === 'rate'
        ? 'Das höchste Limit ist 10 GiB/s. Für gar kein Limit schreib „unbegrenzt“.'
        : 'Das größte Volumen ist 1024 TiB. Für gar keine Grenze schreib „unbegrenzt“.'
    case 'two-readings':
      return `${problem.digits} lässt sich auf zwei Arten lesen: Schreib ${problem.digits.replace('.', '')}, oder ${problem.digits.replace('.', ',')} mit Komma.`
    case 'no-unit':
      return `${problem.digits} wovon? ${examples}`
    case 'unknown-unit':
      return `„${problem.unit}“ ist hier keine bekannte Einheit. ${examples}`
    case 'bit-or-byte':
      return problem.bit === null
        ? `In „${problem.unit}“ kann ein kleines b Bits oder Bytes bedeuten. Schreib ${problem.byte}, mit großem B.`
        : `In „${problem.unit}“ kann ein kleines b Bits oder Bytes bedeuten, das Achtfache. Schreib ${problem.bit}/s für Bits oder ${problem.byte}/s für Bytes.`
  }
}
