// Errors that carry a sentence for the person who can act. Thrown inside, turned into problem+json, a failed job
// or an exit code at the border (route, job, command), never logged and forgotten on the way.

export interface FaultDetails {
  readonly [name: string]: unknown;
}

/** An error with a stable code, an HTTP status and a message that is safe to show to a user. */
export class Fault extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: FaultDetails;

  constructor(
    code: string,
    status: number,
    message: string,
    options: { details?: FaultDetails; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.status = status;
    this.details = options.details ?? {};
  }
}

/** The thing asked for is not there (404). */
export class NotFound extends Fault {
  constructor(message: string, details?: FaultDetails) {
    super('not-found', 404, message, details ? { details } : {});
  }
}

/** The caller may not do this, or nobody cleared it (403). */
export class Refused extends Fault {
  constructor(message: string, details?: FaultDetails) {
    super('refused', 403, message, details ? { details } : {});
  }
}

/** The request collides with what is there now (409). */
export class Conflict extends Fault {
  constructor(message: string, details?: FaultDetails) {
    super('conflict', 409, message, details ? { details } : {});
  }
}

/** The input cannot be used; the message says what, where and what to do (400). */
export class Invalid extends Fault {
  constructor(message: string, details?: FaultDetails, cause?: unknown) {
    super('invalid', 400, message, { ...(details ? { details } : {}), ...(cause === undefined ? {} : { cause }) });
  }
}

/** Something that we need does not answer now; trying again later may help (503). */
export class Unavailable extends Fault {
  constructor(message: string, details?: FaultDetails, cause?: unknown) {
    super('unavailable', 503, message, { ...(details ? { details } : {}), ...(cause === undefined ? {} : { cause }) });
  }
}

/** Bytes or text that break their format, with the place: `offset` in bytes from the start of the unit decoded. */
export class Malformed extends Fault {
  readonly offset: number;
  readonly field: string;

  constructor(field: string, offset: number, problem: string) {
    super('malformed', 400, `${field} at byte ${offset}: ${problem}`, { details: { field, offset } });
    this.field = field;
    this.offset = offset;
  }
}
