/**
 * Every failure that may reach the user has one of these codes. The sentences shown for them are in
 * `error-texts.ts`, keyed by code, so that logic never depends on wording.
 */
export const errorCodes = [
  // requests
  'request.invalid',
  'request.unknown_call',
  'request.refused',
  'internal',
  'cancelled',
  'data.unavailable',
  'data.gave_up',
  'data.engine_failed',
  'app.desktop_only',
  'app.not_kept',
  'app.not_opened',
  'app.login_needs_approval',
  // a newer version of the app
  'update.no_answer',
  'update.not_ours',
  'update.cut_off',
  'update.damaged',
  'update.no_place',
  'update.proxy_auth',
  // profile and database
  'profile.in_use',
  'profile.newer_version',
  'profile.unreadable',
  'profile.damaged',
  'profile.unknown',
  'profile.name_taken',
  'backup.not_ours',
  'backup.damaged',
  'backup.needs_passphrase',
  'backup.bad_passphrase',
  'backup.folder_missing',
  'backup.folder_unwritable',
  'backup.own_folder',
  'backup.passphrase_lost',
  'backup.passphrase_not_kept',
  'disk.full',
  // files offered for import
  'import.not_found',
  'import.unreadable',
  'import.not_a_folder',
  'import.not_a_zip',
  'import.encrypted',
  'import.empty_archive',
  'import.truncated_archive',
  'import.damaged_archive',
  'import.unsupported_compression',
  'import.no_health_data',
  'import.only_cda',
  'import.empty_xml',
  'import.not_xml',
  'import.truncated_xml',
  'import.entity_declaration',
  'import.unsafe_name',
  'import.reference_outside',
  'import.reference_missing',
  'import.bomb',
  'import.too_large',
  'import.changed_while_reading',
  'import.other_person',
  'import.other_calendar',
  'import.mostly_skipped',
  'import.already_running',
  'import.unknown_run',
  // problems in an import that don't end it
  'record.no_type',
  'record.bad_date',
  'record.ends_before_start',
  'record.longer_than_day',
  'record.after_export',
  'record.too_early',
  'workout.longer_than_day',
  'record.bad_value',
  'record.unknown_unit',
  'date.other_calendar',
  'date.ahead',
  'element.incomplete',
  'element.unknown',
  'element.too_large',
  'name.too_many',
  'file.too_many',
  'entry.checksum',
  'text.control_character',
  'text.bad_utf8',
  'route.missing',
  'route.malformed',
  'route.cut',
  'route.bad_points',
  'ecg.malformed',
  'ecg.missing_samples',
  'clinical.missing',
  'clinical.malformed',
  'beats.malformed',
  // sync: reasons for pausing a destination
  'sync.off',
  'sync.off_after_crashes',
  'sync.offline',
  'sync.signed_out',
  'sync.needs_home_zone',
  'sync.wrong_account',
  'sync.rate_limited',
  'sync.paused_by_you',
  'sync.needs_address',
  'sync.far_side_failing',
  'sync.replaced',
  // sync: why something wasn't delivered
  'sync.network',
  'sync.cert_untrusted',
  'sync.cert_date',
  'sync.cert_host',
  'sync.proxy_unreachable',
  'sync.proxy_auth',
  'sync.proxy_scheme',
  'sync.proxy_refused',
  'sync.timeout',
  'sync.cut_short',
  'sync.not_their_answer',
  'sync.redirected',
  'sync.unauthorized',
  'sync.forbidden',
  'sync.rejected',
  'sync.refused',
  'sync.not_found',
  'sync.too_large',
  'sync.id_taken',
  'sync.server_error',
  'sync.unknown_outcome',
  'sync.count_mismatch',
  'sync.unknown_event_type',
  'sync.not_stored',
  'sync.transaction_open',
  'sync.spool_lost',
  'sync.out_of_scope',
  // sync: lasting warnings and actions
  'sync.stored_as_json',
  'sync.no_schema',
  'sync.schema_not_allowed',
  'sync.not_readable',
  'sync.not_allowed_to_read',
  'sync.read_back_differs',
  'sync.unknown_item',
  'sync.item_changed',
  'sync.route_busy',
  'sync.other_route',
  'settings.bad_address',
  'settings.bad_value',
  'settings.format_fixed',
  'settings.unknown_key',
  'settings.unknown_zone',
  'settings.review_changed',
  // account: signing in
  'account.not_configured',
  'account.bad_login',
  'account.too_many_tries',
  'account.port_taken',
  'account.ended',
  'account.revoked',
  'account.denied',
  'account.link_late',
  'account.link_used',
  'account.link_unknown',
  'account.not_their_answer',
  'account.unreachable',
  'account.not_secure',
  'account.keychain_absent',
  'account.keychain_locked',
  'account.keychain_denied',
  'account.keychain_not_cleared',
  // history
  'history.unknown_item',
  // query: a statement from the command line
  'query.refused',
  'query.invalid',
  'query.too_large',
  'query.too_slow',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Crosses a boundary instead of a thrown error. `details` never holds health values, paths, or secrets. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

/** The project's only error class: a code, and the facts for its sentence. */
export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;

  constructor(
    code: ErrorCode,
    details: Readonly<Record<string, string | number | boolean | null>> = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'CodedError';
    this.code = code;
    this.details = details;
  }
}
