/** What introductions do for the rest of the node. */
export interface Introductions extends Disposable {
  /**
   * Tells the connected peer `to` about the known peer `peerId`; there it becomes a request.
   *
   * @throws KithError PermissionDenied when `to` does not let us introduce, Unreachable when it is not connected
   */
  introduce(peerId: string, to: string): Promise<void>
}
