;; Scores every item against a query and keeps the best, in one pass over the item table.
;;
;; The table lies in blocks of 32 items, so that a lane belongs to an item and no sum across lanes is
;; needed: a block holds, for each pair of dimensions, that pair of item 0, of item 1, … of item 31, one
;; signed byte a dimension; those 64 bytes are a cache line. The query holds the same pairs as signed
;; 16-bit numbers. A block's sums of products stay in eight registers, four items in each.
(module
  (import "limen" "memory" (memory 1))

  ;; The best so far, best first: `$most` scores at $scores, their items at $items.
  (global $scores (mut i32) (i32.const 0))
  (global $items (mut i32) (i32.const 0))
  (global $most (mut i32) (i32.const 0))
  (global $count (mut i32) (i32.const 0))

  ;; score[i] = (query · item[i]) * scale + prior[i] + boost[i], added in this order.
  (func (export "rank")
    (param $query i32) (param $table i32) (param $prior i32) (param $boost i32)
    (param $blocks i32) (param $pairs i32) (param $scale f32)
    (param $top i32) (param $k i32) (param $sums i32)
    (local $first i32) (local $end i32) (local $at i32) (local $sum i32) (local $sumsEnd i32)
    (local $pair v128) (local $bytes v128) (local $low v128) (local $high v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local $scales v128) (local $floor v128)

    (global.set $scores (local.get $top))
    (global.set $items (i32.add (local.get $top) (i32.shl (local.get $k) (i32.const 2))))
    (global.set $most (local.get $k))
    (global.set $count (i32.const 0))
    (local.set $scales (f32x4.splat (local.get $scale)))
    ;; Nothing is at or under NaN: until the list is full, every item is offered.
    (local.set $floor (f32x4.splat (f32.const nan)))
    (local.set $end (i32.add (local.get $query) (i32.shl (local.get $pairs) (i32.const 2))))
    (local.set $blocks (i32.shl (local.get $blocks) (i32.const 5)))
    (local.set $sumsEnd (i32.add (local.get $sums) (i32.const 128)))

    (loop $block
      (local.set $a (v128.const i32x4 0 0 0 0))
      (local.set $b (v128.const i32x4 0 0 0 0))
      (local.set $c (v128.const i32x4 0 0 0 0))
      (local.set $d (v128.const i32x4 0 0 0 0))
      (local.set $e (v128.const i32x4 0 0 0 0))
      (local.set $f (v128.const i32x4 0 0 0 0))
      (local.set $g (v128.const i32x4 0 0 0 0))
      (local.set $h (v128.const i32x4 0 0 0 0))
      (local.set $at (local.get $query))
      (loop $dimension
        (local.set $pair (v128.load32_splat (local.get $at)))
        (local.set $bytes (v128.load (local.get $table)))
        (local.set $a
          (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (local.get $pair) (i16x8.extend_low_i8x16_s (local.get $bytes)))))
        (local.set $b
          (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (local.get $pair) (i16x8.extend_high_i8x16_s (local.get $bytes)))))
        (local.set $bytes (v128.load offset=16 (local.get $table)))
        (local.set $c
          (i32x4.add (local.get $c)
            (i32x4.dot_i16x8_s (local.get $pair) (i16x8.extend_low_i8x16_s (local.get $bytes)))))
        (local.set $d
          (i32x4.add (local.get $d)
            (i32x4.dot_i16x8_s (local.get $pair) (i16x8.extend_high_i8x16_s (local.get $bytes)))))
        (local.set $bytes (v128.load offset=32 (local.get $table)))
        (local.set $e
          (i32x4.add (local.get $e)
            (i32x4.dot_i16x8_s (local.get $pair) (i16x8.extend_low_i8x16_s (local.get $bytes)))))
        (local.set $f
          (i32x4.add (local.get $f)
            (i32x4.dot_i16x8_s (local.get $pair) (i16x8.extend_high_i8x16_s (local.get $bytes)))))
        (local.set $bytes (v128.load offset=48 (local.get $table)))
        (local.set $g
          (i32x4.add (local.get $g)
            (i32x4.dot_i16x8_s (local.get $pair) (i16x8.extend_low_i8x16_s (local.get $bytes)))))
        (local.set $h
          (i32x4.add (local.get $h)
            (i32x4.dot_i16x8_s (local.get $pair) (i16x8.extend_high_i8x16_s (local.get $bytes)))))
        (local.set $table (i32.add (local.get $table) (i32.const 64)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br_if $dimension (i32.lt_u (local.get $at) (local.get $end))))
      (v128.store (local.get $sums) (local.get $a))
      (v128.store offset=16 (local.get $sums) (local.get $b))
      (v128.store offset=32 (local.get $sums) (local.get $c))
      (v128.store offset=48 (local.get $sums) (local.get $d))
      (v128.store offset=64 (local.get $sums) (local.get $e))
      (v128.store offset=80 (local.get $sums) (local.get $f))
      (v128.store offset=96 (local.get $sums) (local.get $g))
      (v128.store offset=112 (local.get $sums) (local.get $h))

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

        (if (i32.eqz
              (i32x4.all_true
                (v128.and
                  (f32x4.le (local.get $low) (local.get $floor))
                  (f32x4.le (local.get $high) (local.get $floor)))))
          (then
            (call $offer (f32x4.extract_lane 0 (local.get $low)) (local.get $first))
            (call $offer (f32x4.extract_lane 1 (local.get $low)) (i32.add (local.get $first) (i32.const 1)))
            (call $offer (f32x4.extract_lane 2 (local.get $low)) (i32.add (local.get $first) (i32.const 2)))
            (call $offer (f32x4.extract_lane 3 (local.get $low)) (i32.add (local.get $first) (i32.const 3)))
            (call $offer (f32x4.extract_lane 0 (local.get $high)) (i32.add (local.get $first) (i32.const 4)))
            (call $offer (f32x4.extract_lane 1 (local.get $high)) (i32.add (local.get $first) (i32.const 5)))
            (call $offer (f32x4.extract_lane 2 (local.get $high)) (i32.add (local.get $first) (i32.const 6)))
            (call $offer (f32x4.extract_lane 3 (local.get $high)) (i32.add (local.get $first) (i32.const 7)))
            (if (i32.eq (global.get $count) (global.get $most))
              (then (local.set $floor (v128.load32_splat (call $last)))))))

        (local.set $first (i32.add (local.get $first) (i32.const 8)))
        (local.set $sum (i32.add (local.get $sum) (i32.const 32)))
        (br_if $eight (i32.lt_u (local.get $sum) (local.get $sumsEnd))))

      (br_if $block (i32.lt_u (local.get $first) (local.get $blocks)))))

  ;; Address of the last score in the list.
  (func $last (result i32)
    (i32.add (global.get $scores)
      (i32.shl (i32.sub (global.get $count) (i32.const 1)) (i32.const 2))))

  ;; Inserts an item behind those of the same score: of equals the lower row comes first.
  (func $offer (param $score f32) (param $item i32)
    (local $at i32) (local $shift i32)
    ;; A score that is no number is worse than every number.
    (if (f32.ne (local.get $score) (local.get $score))
      (then (local.set $score (f32.const -inf))))
    (if (i32.lt_u (global.get $count) (global.get $most))
      (then (global.set $count (i32.add (global.get $count) (i32.const 1))))
      (else
        (br_if 1 (f32.le (local.get $score) (f32.load (call $last))))))
    (local.set $at (call $last))
    (local.set $shift (i32.sub (global.get $items) (global.get $scores)))
    (block $found
      (loop $next
        (br_if $found (i32.le_u (local.get $at) (global.get $scores)))
        (br_if $found
          (f32.ge (f32.load (i32.sub (local.get $at) (i32.const 4))) (local.get $score)))
        (f32.store (local.get $at) (f32.load (i32.sub (local.get $at) (i32.const 4))))
        (i32.store (i32.add (local.get $at) (local.get $shift))
          (i32.load (i32.add (i32.sub (local.get $at) (i32.const 4)) (local.get $shift))))
        (local.set $at (i32.sub (local.get $at) (i32.const 4)))
        (br $next)))
    (f32.store (local.get $at) (local.get $score))
    (i32.store (i32.add (local.get $at) (local.get $shift)) (local.get $item)))
)
