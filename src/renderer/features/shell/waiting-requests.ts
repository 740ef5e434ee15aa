/** How many requests wait for a decision: the number on the badge and in the title of the window. */
import type { RequestView } from '../../../contract/views.ts'

export const waitingRequests = (requests: readonly RequestView[] | null): number =>
  requests?.reduce((sum, request) => sum + Number(!request.ignored), 0) ?? 0
