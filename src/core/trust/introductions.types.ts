/** What introductions do for the rest of the node. */
export interface Introductions extends Disposable {
  /** Hears suggestions from now on. May follow a dispose. */
  start(): void
  /**
   * Tells the connected peer `to` about the known peer `peerId`; there it becomes a request at most. What became of it is not
   * told.
   *
   * @throws KithError PermissionDenied when `to` does not let us introduce, Unreachable when it is not connected, RateLimited,
   * InvalidRequest when there is nobody to introduce
   */
  introduce(peerId: string, to: string): Promise<void>
}
