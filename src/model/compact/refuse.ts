import { ModelError } from '../../errors.ts'

/** Stops the start of a model, saying what of its file cannot be used. */
export function refuse(what: string): never {
  throw new ModelError('ERR_MODEL_INCOMPATIBLE', 'file', what)
}

/** A name from the file as it may stand in a message. */
export function named(name: string): string {
  return /^[\w./:-]{1,64}$/.test(name) ? name : '(unreadable name)'
}
