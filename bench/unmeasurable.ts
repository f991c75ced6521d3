/** Something cannot be measured, or not honestly. `message` says what and why, for people. */
export class Unmeasurable extends Error {}
