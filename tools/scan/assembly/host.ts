// What JavaScript is told of. Offsets are those of the page.

/** An element that a selector may mean begins. `level` is where it is, or would be if it is empty. */
export declare function met(
  name: u32,
  level: u32,
  index: u32,
  isOpen: bool,
  start: u32,
  end: u32,
): void
/** A level that is watched is left, by the end of the element at `closedLevel`; 0: by something else. */
export declare function left(level: u32, closedLevel: u32, start: u32, end: u32): void
/** The place in the head (0) or the body (1) is passed. */
export declare function passed(place: u32, at: u32): void
/** What follows is not read: for a frameset, or for something else. */
export declare function lost(isFrameset: bool): void
