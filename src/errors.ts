export type ErrorCode =
  | 'ERR_CONFIG_INVALID'
  | 'ERR_FEED_INVALID'
  | 'ERR_MODEL_MISSING'
  | 'ERR_MODEL_INCOMPATIBLE'
  | 'ERR_ORIGIN_UNREACHABLE'
  | 'ERR_ORIGIN_TIMEOUT'
  | 'ERR_ORIGIN_BROKEN'
  | 'ERR_REQUEST_INVALID'
  | 'ERR_REQUEST_UNAUTHORIZED'
  | 'ERR_ROUTE_UNKNOWN'

/**
 * The root of every error Limen throws on purpose. A code never changes its meaning; a message names
 * the option, claim or limit, and never holds a value that came from a request, a token or a store.
 */
export class LimenError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** An option is wrong. Thrown while building, so that a wrong configuration never starts. */
export class ConfigError extends LimenError {
  /** The path of the option, such as `routes[2].match`. */
  readonly option: string

  constructor(option: string, message: string, options?: ErrorOptions) {
    super('ERR_CONFIG_INVALID', `${option}: ${message}`, options)
    this.option = option
  }
}

/** A model cannot be used; `message` says which of hash, inputs or catalogue does not match. */
export class ModelError extends LimenError {
  readonly modelId: string

  constructor(
    code: 'ERR_MODEL_MISSING' | 'ERR_MODEL_INCOMPATIBLE',
    modelId: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, `model ${modelId}: ${message}`, options)
    this.modelId = modelId
  }
}

/** A call that cannot be answered; the caller sees `status` and `message` as an RFC 9457 problem. */
export class RequestError extends LimenError {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 502 | 504

  constructor(
    status: RequestError['status'],
    code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, message, options)
    this.status = status
  }
}
