import { KithError } from '../../src/contract/errors.ts'
import type { SecretStore } from '../../src/core/identity/index.ts'

/** A key store in memory that can be told to fail, or not to answer until told to. */
export class FakeSecretStore implements SecretStore {
  secret: string | null
  /** Every secret that was written, in order. */
  readonly saved: string[] = []
  loads = 0
  #failing: KithError | null = null
  #hanging: (() => void)[] | null = null

  constructor(secret: string | null = null) {
    this.secret = secret
  }

  /** From now on every call throws. */
  fail(reason = 'locked'): void {
    this.#failing = new KithError('KeychainUnavailable', 'It is locked.', { details: { reason } })
  }

  /** From now on no call answers until `answer`. */
  hang(): void {
    this.#hanging = []
  }

  /** Works again, and answers the calls that hang. */
  answer(): void {
    const hanging = this.#hanging ?? []
    this.#hanging = null
    this.#failing = null
    for (const go of hanging) go()
  }

  async load(): Promise<string | null> {
    this.loads += 1
    await this.#turn()
    return this.secret
  }

  async save(secret: string): Promise<void> {
    await this.#turn()
    this.saved.push(secret)
    this.secret = secret
  }

  async #turn(): Promise<void> {
    if (this.#hanging) await new Promise<void>((go) => this.#hanging?.push(go))
    if (this.#failing) throw this.#failing
  }
}
