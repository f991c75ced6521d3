;; Scores every item against a query and keeps the best, in one pass over the item table.
;;
;; The table lies in blocks of 16 items, so that a lane belongs to an item and no sum across lanes is
;; needed: a block holds, for each four dimensions, those four of each item, one byte a dimension; those
;; 64 bytes are a cache line.
;;
;; One instruction multiplies four signed bytes with four numbers of seven bits and adds them up. Of a
;; query's numbers, which have nine bits and a sign, 256 more is two of seven: so a score is 128 times the
;; one sum and the other, less 256 times the sum of the item's own bytes. With numbers of seven bits the
;; instruction is exact everywhere (WebAssembly 3.0, "relaxed" SIMD); it may differ beyond them alone.
(module
  (import "limen" "memory" (memory 1))

  ;; The best so far, best first: as keys of 64 bits from $best to $last, of which there may be some up
  ;; to $full. A key is greater if its score is, or its item the lower one of the same score: above,
  ;; the bits of the score, turned so that integers are in its order; below, those of the item, all
  ;; turned. So one comparison and one move do for both.
  (global $best (mut i32) (i32.const 0))
  (global $last (mut i32) (i32.const 0))
  (global $full (mut i32) (i32.const 0))

  ;; Lays a dimension of four items after four, one byte each, from $from on, into the blocks: the first to
  ;; $to, and $jump further on after each 16 of them. Takes 256 times each off what is at $base.
  (func (export "layOut")
    (param $from i32) (param $end i32) (param $to i32) (param $jump i32) (param $base i32)
    (local $next i32)
    (loop $block
      (local.set $next (i32.add (local.get $to) (i32.const 64)))
      (loop $four
        (call $spread (i32.load (local.get $from)) (local.get $to))
        (v128.store (local.get $base)
          (i32x4.sub
            (v128.load (local.get $base))
            (i32x4.shl
              (i32x4.extend_low_i16x8_s
                (i16x8.extend_low_i8x16_s (v128.load32_zero (local.get $from))))
              (i32.const 8))))
        (local.set $base (i32.add (local.get $base) (i32.const 16)))
        (local.set $to (i32.add (local.get $to) (i32.const 16)))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (br_if $four (i32.ne (local.get $to) (local.get $next))))
      (local.set $to (i32.add (local.get $to) (local.get $jump)))
      (br_if $block (i32.lt_u (local.get $from) (local.get $end)))))

  (func $spread (param $bytes i32) (param $to i32)
    (i32.store8 (local.get $to) (local.get $bytes))
    (i32.store8 offset=4 (local.get $to) (i32.shr_u (local.get $bytes) (i32.const 8)))
    (i32.store8 offset=8 (local.get $to) (i32.shr_u (local.get $bytes) (i32.const 16)))
    (i32.store8 offset=12 (local.get $to) (i32.shr_u (local.get $bytes) (i32.const 24))))

  ;; Sums columns of signed bytes, each times a weight, in the order of `matMul`: the first alone, then by
  ;; four, then what is left one by one. A column is read 16 bytes at a time; what lies beyond its end is
  ;; summed as well, to where nobody looks.
  (func (export "sum")
    (param $table i32) (param $starts i32) (param $weights i32) (param $count i32)
    (param $sums i32) (param $end i32)
    (local $j i32) (local $single i32)
    (local $weight v128) (local $bytes v128) (local $half v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $p v128) (local $q v128) (local $r v128) (local $s v128)
    (local.set $single
      (i32.add
        (i32.and (i32.sub (local.get $count) (i32.const 1)) (i32.const -4))
        (i32.const 1)))
    (loop $chunk
      (local.set $p (v128.const i32x4 0 0 0 0))
      (local.set $q (v128.const i32x4 0 0 0 0))
      (local.set $r (v128.const i32x4 0 0 0 0))
      (local.set $s (v128.const i32x4 0 0 0 0))
      (local.set $j (i32.const 0))
      (loop $column
        (local.set $weight
          (v128.load32_splat (i32.add (local.get $weights) (i32.shl (local.get $j) (i32.const 2)))))
        (local.set $bytes
          (v128.load
            (i32.add (local.get $table)
              (i32.load (i32.add (local.get $starts) (i32.shl (local.get $j) (i32.const 2)))))))
        (local.set $half (i16x8.extend_low_i8x16_s (local.get $bytes)))
        (local.set $a
          (f32x4.add (local.get $a)
            (f32x4.mul (local.get $weight)
              (f32x4.convert_i32x4_s (i32x4.extend_low_i16x8_s (local.get $half))))))
        (local.set $b
          (f32x4.add (local.get $b)
            (f32x4.mul (local.get $weight)
              (f32x4.convert_i32x4_s (i32x4.extend_high_i16x8_s (local.get $half))))))
        (local.set $half (i16x8.extend_high_i8x16_s (local.get $bytes)))
        (local.set $c
          (f32x4.add (local.get $c)
            (f32x4.mul (local.get $weight)
              (f32x4.convert_i32x4_s (i32x4.extend_low_i16x8_s (local.get $half))))))
        (local.set $d
          (f32x4.add (local.get $d)
            (f32x4.mul (local.get $weight)
              (f32x4.convert_i32x4_s (i32x4.extend_high_i16x8_s (local.get $half))))))
        (if (i32.or
              (i32.eqz (i32.and (local.get $j) (i32.const 3)))
              (i32.ge_u (local.get $j) (local.get $single)))
          (then
            (local.set $p (f32x4.add (local.get $p) (local.get $a)))
            (local.set $q (f32x4.add (local.get $q) (local.get $b)))
            (local.set $r (f32x4.add (local.get $r) (local.get $c)))
            (local.set $s (f32x4.add (local.get $s) (local.get $d)))
            (local.set $a (v128.const i32x4 0 0 0 0))
            (local.set $b (v128.const i32x4 0 0 0 0))
            (local.set $c (v128.const i32x4 0 0 0 0))
            (local.set $d (v128.const i32x4 0 0 0 0))))
        (local.set $j (i32.add (local.get $j) (i32.const 1)))
        (br_if $column (i32.lt_u (local.get $j) (local.get $count))))
      (v128.store (local.get $sums) (local.get $p))
      (v128.store offset=16 (local.get $sums) (local.get $q))
      (v128.store offset=32 (local.get $sums) (local.get $r))
      (v128.store offset=48 (local.get $sums) (local.get $s))
      (local.set $table (i32.add (local.get $table) (i32.const 16)))
      (local.set $sums (i32.add (local.get $sums) (i32.const 64)))
      (br_if $chunk (i32.lt_u (local.get $sums) (local.get $end)))))

  ;; score[i] = (query · item[i]) * scale + prior[i] + boost[i], added in this order.
  (func (export "rank")
    (param $query i32) (param $table i32) (param $base i32) (param $prior i32) (param $boost i32)
    (param $items i32) (param $dimensions i32) (param $scale f32)
    (param $keys i32) (param $k i32) (param $top i32) (param $sums i32) (param $halves i32)
    (local $mask i32) (local $first i32) (local $end i32) (local $at i32) (local $sum i32) (local $sumsEnd i32)
    (local $bytes v128) (local $low v128) (local $high v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local $scales v128) (local $floor v128)

    (global.set $best (local.get $keys))
    (global.set $last (local.get $keys))
    (global.set $full (i32.add (local.get $keys) (i32.shl (local.get $k) (i32.const 3))))
    (local.set $scales (f32x4.splat (local.get $scale)))
    ;; Nothing is at or under NaN: until the list is full, every item is offered.
    (local.set $floor (f32x4.splat (f32.const nan)))
    (local.set $sumsEnd (i32.add (local.get $sums) (i32.const 64)))

    ;; The query, four numbers at a time: the lower seven bits of each, then what is above them.
    (local.set $end (i32.add (local.get $query) (i32.shl (local.get $dimensions) (i32.const 1))))
    (local.set $at (local.get $halves))
    (loop $four
      (local.set $bytes
        (i16x8.add (v128.load64_zero (local.get $query)) (i16x8.splat (i32.const 256))))
      (v128.store64_lane 0 (local.get $at)
        (i8x16.shuffle 0 2 4 6 16 18 20 22 0 0 0 0 0 0 0 0
          (v128.and (local.get $bytes) (i16x8.splat (i32.const 127)))
          (i16x8.shr_u (local.get $bytes) (i32.const 7))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (local.set $query (i32.add (local.get $query) (i32.const 8)))
      (br_if $four (i32.lt_u (local.get $query) (local.get $end))))
    (local.set $end (local.get $at))

    (loop $block
      (local.set $a (v128.const i32x4 0 0 0 0))
      (local.set $b (v128.const i32x4 0 0 0 0))
      (local.set $c (v128.const i32x4 0 0 0 0))
      (local.set $d (v128.const i32x4 0 0 0 0))
      (local.set $e (v128.const i32x4 0 0 0 0))
      (local.set $f (v128.const i32x4 0 0 0 0))
      (local.set $g (v128.const i32x4 0 0 0 0))
      (local.set $h (v128.const i32x4 0 0 0 0))
      (local.set $at (local.get $halves))
      (loop $dimensions
        (local.set $low (v128.load32_splat (local.get $at)))
        (local.set $high (v128.load32_splat offset=4 (local.get $at)))
        (local.set $bytes (v128.load (local.get $table)))
        (local.set $a
          (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $bytes) (local.get $low) (local.get $a)))
        (local.set $e
          (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $bytes) (local.get $high) (local.get $e)))
        (local.set $bytes (v128.load offset=16 (local.get $table)))
        (local.set $b
          (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $bytes) (local.get $low) (local.get $b)))
        (local.set $f
          (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $bytes) (local.get $high) (local.get $f)))
        (local.set $bytes (v128.load offset=32 (local.get $table)))
        (local.set $c
          (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $bytes) (local.get $low) (local.get $c)))
        (local.set $g
          (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $bytes) (local.get $high) (local.get $g)))
        (local.set $bytes (v128.load offset=48 (local.get $table)))
        (local.set $d
          (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $bytes) (local.get $low) (local.get $d)))
        (local.set $h
          (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $bytes) (local.get $high) (local.get $h)))
        (local.set $table (i32.add (local.get $table) (i32.const 64)))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if $dimensions (i32.lt_u (local.get $at) (local.get $end))))
      (v128.store (local.get $sums)
        (i32x4.add
          (i32x4.add (local.get $a) (i32x4.shl (local.get $e) (i32.const 7)))
          (v128.load (local.get $base))))
      (v128.store offset=16 (local.get $sums)
        (i32x4.add
          (i32x4.add (local.get $b) (i32x4.shl (local.get $f) (i32.const 7)))
          (v128.load offset=16 (local.get $base))))
      (v128.store offset=32 (local.get $sums)
        (i32x4.add
          (i32x4.add (local.get $c) (i32x4.shl (local.get $g) (i32.const 7)))
          (v128.load offset=32 (local.get $base))))
      (v128.store offset=48 (local.get $sums)
        (i32x4.add
          (i32x4.add (local.get $d) (i32x4.shl (local.get $h) (i32.const 7)))
          (v128.load offset=48 (local.get $base))))
      (local.set $base (i32.add (local.get $base) (i32.const 64)))

      ;; Eight items at a time.
      (local.set $sum (local.get $sums))
      (loop $eight
        (local.set $low
          (f32x4.add
            (f32x4.add
              (f32x4.mul (f32x4.convert_i32x4_s (v128.load (local.get $sum))) (local.get $scales))
              (v128.load (local.get $prior)))
            (v128.load (local.get $boost))))
        (local.set $high
          (f32x4.add
            (f32x4.add
              (f32x4.mul (f32x4.convert_i32x4_s (v128.load offset=16 (local.get $sum))) (local.get $scales))
              (v128.load offset=16 (local.get $prior)))
            (v128.load offset=16 (local.get $boost))))
        (local.set $prior (i32.add (local.get $prior) (i32.const 32)))
        (local.set $boost (i32.add (local.get $boost) (i32.const 32)))

        (local.set $mask
          (i32.xor (i32.const 255)
            (i32.or
              (i32x4.bitmask (f32x4.le (local.get $low) (local.get $floor)))
              (i32.shl
                (i32x4.bitmask (f32x4.le (local.get $high) (local.get $floor)))
                (i32.const 4)))))
        (if (local.get $mask)
          (then
            (v128.store (local.get $sum) (local.get $low))
            (v128.store offset=16 (local.get $sum) (local.get $high))
            (loop $one
              (call $offer
                (f32.load
                  (i32.add (local.get $sum) (i32.shl (i32.ctz (local.get $mask)) (i32.const 2))))
                (i32.add (local.get $first) (i32.ctz (local.get $mask))))
              (local.set $mask
                (i32.and (local.get $mask) (i32.sub (local.get $mask) (i32.const 1))))
              (br_if $one (local.get $mask)))
            (if (i32.eq (global.get $last) (global.get $full))
              (then
                (local.set $floor
                  (f32x4.splat
                    (call $score
                      (i64.load (i32.sub (global.get $last) (i32.const 8))))))))))

        (local.set $first (i32.add (local.get $first) (i32.const 8)))
        (local.set $sum (i32.add (local.get $sum) (i32.const 32)))
        (br_if $eight (i32.lt_u (local.get $sum) (local.get $sumsEnd))))

      (br_if $block (i32.lt_u (local.get $first) (local.get $items))))

    ;; Scores, then items, of what was kept.
    (local.set $at (global.get $best))
    (loop $kept
      (f32.store (local.get $top) (call $score (i64.load (local.get $at))))
      (i32.store
        (i32.add (local.get $top) (i32.shl (local.get $k) (i32.const 2)))
        (i32.xor (i32.const -1) (i32.load (local.get $at))))
      (local.set $top (i32.add (local.get $top) (i32.const 4)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $kept (i32.lt_u (local.get $at) (global.get $last)))))

  ;; Turns the bits of a negative number, so that integers are in the order of numbers; and back.
  (func $turn (param $bits i32) (result i32)
    (i32.xor (local.get $bits)
      (i32.and (i32.shr_s (local.get $bits) (i32.const 31)) (i32.const 0x7fffffff))))

  (func $score (param $key i64) (result f32)
    (f32.reinterpret_i32
      (call $turn (i32.wrap_i64 (i64.shr_s (local.get $key) (i64.const 32))))))

  (func $offer (param $score f32) (param $item i32)
    (local $at i32) (local $key i64) (local $other i64)
    ;; A score that is no number is worse than every number.
    (if (f32.ne (local.get $score) (local.get $score))
      (then (local.set $score (f32.const -inf))))
    (local.set $key
      (i64.or
        (i64.shl
          ;; Adding zero: of equals, one would otherwise be less for being negative.
          (i64.extend_i32_s
            (call $turn
              (i32.reinterpret_f32 (f32.add (local.get $score) (f32.const 0)))))
          (i64.const 32))
        (i64.extend_i32_u (i32.xor (i32.const -1) (local.get $item)))))
    (local.set $at (global.get $last))
    (if (i32.lt_u (global.get $last) (global.get $full))
      (then (global.set $last (i32.add (global.get $last) (i32.const 8))))
      (else
        (local.set $at (i32.sub (local.get $at) (i32.const 8)))
        (br_if 1 (i64.le_s (local.get $key) (i64.load (local.get $at))))))
    (block $found
      (loop $next
        (br_if $found (i32.le_u (local.get $at) (global.get $best)))
        (local.set $other (i64.load (i32.sub (local.get $at) (i32.const 8))))
        (br_if $found (i64.ge_s (local.get $other) (local.get $key)))
        (i64.store (local.get $at) (local.get $other))
        (local.set $at (i32.sub (local.get $at) (i32.const 8)))
        (br $next)))
    (i64.store (local.get $at) (local.get $key)))
)
