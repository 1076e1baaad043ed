/** One request a stand-in saw. Carries no token, no password and no body. */
export interface LoggedRequest {
  readonly method: string;
  /** Route template, e.g. `PUT /events/:id`; `none` for an unknown path. */
  readonly route: string;
  readonly path: string;
  /** null when the connection was cut instead of answered. */
  readonly status: number | null;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly bodyBytes: number;
  /** By the stand-in's clock, in the order of arrival. */
  readonly at: number;
  /** Names of the faults it got. */
  readonly faults: readonly string[];
}
