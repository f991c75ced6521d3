type Row = readonly [phrases: string, parent: string, leaf: string]

/**
 * The category tree as an ordered table: the first row with a phrase in the title wins. Phrases are separated
 * by commas; the words of one stand side by side, and a word also matches its plural. `a + b` asks for both,
 * anywhere. A leaf may have several rows, where a special case must come before somebody's general one.
 */
const rows: readonly Row[] = [
  // Names of things that leave no doubt, whatever is printed on them.
  [
    'christmas + card, reindeer + card, snowman + card, santa + card, robin + card',
    'Christmas & Easter',
    'Christmas Wrap & Gifts',
  ],
  [
    'set of 10 card, greeting card, birthday card, blank card, card + scottie dog',
    'Paper & Party',
    'Cards',
  ],
  ['sign + metal', 'Home', 'Signs & Wall Art'],
  ['photo frame, photoframe, picture frame', 'Home', 'Frames & Mirrors'],
  ['photo album, notebook, address book', 'Paper & Party', 'Notebooks & Desk'],
  [
    'cushion cover, c cover, filler pad, doormat, door mat, doorstop',
    'Home',
    'Cushions, Mats & Textiles',
  ],
  ['sewing kit, sewing box', 'Toys & Crafts', 'Craft & Sewing'],
  ['ninja, space cadet', 'Toys & Crafts', 'Toys'],
  ['childs garden, childrens garden, seaside bucket', 'Toys & Crafts', 'For Children'],
  ['cookie cutter, lolly, cake stand, cake tin', 'Kitchen & Dining', 'Baking & Cooking'],
  ['tea cosy, egg cosy, mug cosy, tea for one', 'Kitchen & Dining', 'Teapots, Jars & Tins'],
  [
    'cast iron hook, pantry hook, drawer knob, shelf with hooks, coat rack',
    'Storage & Furniture',
    'Hooks & Knobs',
  ],
  ['paper lantern, lampshade', 'Candles & Lighting', 'Lamps & Fairy Lights'],
  ['flying duck, glass gem', 'Home', 'Decorations & Ornaments'],
  ['placemat, coaster, place mat', 'Kitchen & Dining', 'Kitchen Linen & Mats'],
  ['hot water bottle', 'Gifts', 'Hot Water Bottles'],
  ['money box, money bank, piggy bank', 'Storage & Furniture', 'Boxes & Baskets'],
  ['cocktail parasol, cocktail umbrella', 'Paper & Party', 'Party Tableware'],
  ['sock puppet, elephant toy, mouse toy', 'Toys & Crafts', 'Toys'],
  ['knitting kit', 'Toys & Crafts', 'Craft & Sewing'],
  ['kneeling pad', 'Garden', 'Planters & Flowers'],
  ['diamante pen', 'Paper & Party', 'Pens, Stickers & Magnets'],

  [
    'lunch bag, lunch box, lunchbox, picnic, snack box, snack boxes, cool bag, cooler bag, food container',
    'Bags & Travel',
    'Lunch & Picnic',
  ],
  [
    `jumbo bag, jumbo storage bag, jumbo shopper, shopper, shopping bag, tote, charlotte bag, canvas bag, candy bag, string bag,
    bottle bag, recycling bag, recycled bag, carrier bag, big bag, check bag`,
    'Bags & Travel',
    'Shopping Bags',
  ],
  [
    `passport, luggage, airline, suitcase, backpack, rucksack, weekend bag, card wallet, card holder + travel, travel,
    eye mask, sunglasses, beach bag, camping, hand warmer, pocket warmer, holiday, hammock, windsock, deckchair`,
    'Bags & Travel',
    'Travel & Outdoors',
  ],
  [
    'key ring, keyring, bag charm, phone charm, key chain, key fob, keychain',
    'Jewellery & Accessories',
    'Key Rings & Charms',
  ],
  ['necklace, neckl, neckl36, necklac, lariat, choker', 'Jewellery & Accessories', 'Necklaces'],
  ['bracelet, bangle, bracel, anklet', 'Jewellery & Accessories', 'Bracelets'],
  [
    `earring, earing, brooch, flower ring, crystal ring, diamante ring, boudicca ring, expandable ring, rosebud ring, bead ring,
    silver ring, enamel + ring, glass + ring, acrylic + ring, crystal + ring`,
    'Jewellery & Accessories',
    'Earrings & Rings',
  ],
  [
    'hair, hairclip, hairband, hairslide, hairslides, headband, tiara, scrunchie, ponytail',
    'Jewellery & Accessories',
    'Umbrellas, Scarves & Hair',
  ],
  [
    `umbrella, parasol, scarf, silk fan, hat, slipper, sock, sombrero, poncho, shawl, t shirt, bow tie, sarong, belt,
    mitten, earmuff, ear muff, glasses case, grass skirt, raincoat, overall, legwarmer, kimono, fan`,
    'Jewellery & Accessories',
    'Umbrellas, Scarves & Hair',
  ],
  [
    `wash bag, washbag, cosmetic, make up, toiletry, pocket mirror, compact, lip gloss, lipstick, manicure, perfume, pill box, flannel, bath,
    soap, tissue, cotton wool, toothpaste, sponge, body, bathroom, hand towel, plaster, essential balm, rose towel, shower cap, eau de cologne, bubble bath,
    nail, cake towel, roll towel, slice flannel, toothbrush`,
    'Gifts',
    'Bath & Beauty',
  ],
  [
    'purse, handbag, hand bag, shoulder bag, wallet, evening bag, clutch, satchel, pouch, pocket bag, flower bag, coin, mini case',
    'Bags & Travel',
    'Handbags & Purses',
  ],

  // Seasons, before the things that come in a seasonal dress.
  [
    `easter, chick, egg house, egg hunt, hen on nest, felt farm animal, felt + bunny, bunny + egg, rabbit + egg, sticky bunnies,
    wooden + bunny, wooden + rabbit, metal + rabbit, spring dec, spring decoration, swinging bunny, hanging + egg, rabbit, bunny, bunnies`,
    'Christmas & Easter',
    'Easter & Spring',
  ],
  [
    `christmas + card, christmas + wrap, christmas + tag, christmas + ribbon, christmas + paper, christmas + bag, christmas + box,
    christmas + tin, christmas + sticker, christmas + mug, christmas + cake, christmas + tissue, christmas + sack, christmas + doormat,
    christmas + stocking, christmas + kit, mince pie, panettone, yuletide, snowy village, wrap + santa, wrap + reindeer, blizzard,
    christmas + pudding, cracker, christmas + cutlery, christmas + napkin, christmas + notebook, christmas + baking, christmas + wooden box`,
    'Christmas & Easter',
    'Christmas Wrap & Gifts',
  ],
  [
    `christmas, advent, bauble, tinsel, nativity, mistletoe, jingle, holly, scandispot, snowman, snowmen, snowflake, icicle, santa, reindeer,
    festive, noel, feather tree, tree + decoration, angel + decoration, stocking, rudolph, robin, pinecone, cinnamon + wreath, star wreath,
    merry, gingerbread, nutcracker, snow + tree`,
    'Christmas & Easter',
    'Christmas Decorations',
  ],

  ['wrap, gift tape, gift bag, ribbon', 'Paper & Party', 'Gift Wrap & Ribbons'],

  // Play.
  [
    `jigsaw, game, domino, dominoes, skittle, top trumps, ludo, snakes & ladders, snakes and ladders, playing card, snap card, dice, marble,
    bingo, noughts, naughts, solitaire, quiz, jack straw, tangram, puzzle, hoopla, boules, croquet, draughts, chess, rounders, cricket, poker,
    catch cup, bagatelle, quoits, cards in tin, spinning top, tic tac toe`,
    'Toys & Crafts',
    'Games & Puzzles',
  ],
  [
    `sewing, feltcraft, felt craft, craft, knitting, paint your own, make your own, modelling clay, stencil, stamp set, wood stamp, rubber stamp,
    stamp, pin cushion, button box, tape measure, measuring tape, needle, loom, sequin, chalk stick, crayon, colouring, patch, threads, wool,
    sew on, flower kit, folding ruler, weaving, bead kit, decoupage`,
    'Toys & Crafts',
    'Craft & Sewing',
  ],
  [
    `soft toy, toy, doll, teddy, puppet, inflatable, robot, space cadet, monster, helicopter, kite, glider, windmill, rocking horse, skipping rope,
    playhouse, harmonica, whistle, bubble, creepy crawlie, drawing slate, racing car, train, water bomb, flying disc, wind up, pull back,
    catapult, fairy wing, hobby horse, tattoo, dinosaur set, farm set, mobile, yoyo, spaceball, stress ball, ninja, snake egg, glow in,
    bouncing ball, toy tidy, dollies, fairy pole, rattle, bouncy, pop gun, magic set, castle, soldier, tumbling, whoopee, cars,
    croc, crochet + bear, crocheted animal, knitted + hen, mouse, gonk, fire engine`,
    'Toys & Crafts',
    'Toys',
  ],
  [
    `childrens cutlery, childs breakfast, baby, childrens apron, childs apron, childrens + cup, childrens + bowl, childrens + mug, childrens + plate,
    childrens + cutlery, dolly girl + beaker, spaceboy + beaker, bib, nursery, height chart, childs + cutlery, childs garden, childrens garden,
    spaceboy + cup, spaceboy + mug, spaceboy + bowl, kids, childs, childrens`,
    'Toys & Crafts',
    'For Children',
  ],

  // Paper and parties.
  [
    `paper cup, paper plate, napkin, doily, doilies, doiley, straw, party cone, party pizza, paper table, place setting, place card, cake case,
    petit four, baking case, loaf baking, wood plate set, plate set disposable, cupcake case, party food, snack loaf, party plate, party tray,
    foil cup, disposable`,
    'Paper & Party',
    'Party Tableware',
  ],
  [
    `bunting, balloon, paper chain, honeycomb, confetti, party candle, celebration candle, birthday candle, party bag, party invite, streamer,
    party charm, garland, flag, disco ball, banner, pom pom, paper fan, party stacking, party`,
    'Paper & Party',
    'Bunting & Balloons',
  ],
  [
    `wrap, gift bag, gift box, gift boxes, gift tag, gift tape, wrapping, ribbon, gift sack, paper bag, paper box, paper boxes, nesting box,
    nesting boxes, chocolate box, raffia ribbon, bookcover, organza, gauze bag, chocolate gift, posy string`,
    'Paper & Party',
    'Gift Wrap & Ribbons',
  ],
  [
    'birthday card, greeting card, valentine card, postcard, card kit, notelet, card + card, invite, tile card, card, cards',
    'Paper & Party',
    'Cards',
  ],
  [
    'pencil, pen, eraser, sharpener, highlighter, ruler, calculator, rubber, scissor, stapler',
    'Paper & Party',
    'Pens, Stickers & Magnets',
  ],
  ['sticker, magnet, badge, tape', 'Paper & Party', 'Pens, Stickers & Magnets'],
  [
    `notebook, journal, sketchbook, pocket book, address book, album, diary, memo, note book, notepad, scrap book, letter set, writing set, stationery,
    envelope, clipboard, calendar, shopping list, recipe book, book, paper set, letter tray, letter rack, paperweight, paper weight, globe,
    bookmark, office, desk tidy, pen holder`,
    'Paper & Party',
    'Notebooks & Desk',
  ],

  // Candles and light.
  [
    'incense, oil burner, potpourri, pot pouri, pot pourri, scented flower, scent heart, lavender + heart, scented + heart, room spray, drawer liner, sachet, fragrance, reed diffuser, scent + bottle',
    'Candles & Lighting',
    'Home Fragrance',
  ],
  [
    `light holder, candle holder, candleholder, candlestick, candle stick, candlepot, candelabra, candle plate, candle stand, candle bowl, candle pot,
    chandelier, hurricane, votive holder, nightlight holder, tealight holder, candle + holder, light candle holder, newbaroquecandlestick,
    candle base, candle tray, light glass, holder + candle`,
    'Candles & Lighting',
    'Candle Holders',
  ],
  ['tea light', 'Candles & Lighting', 'Candles'],
  [
    'lantern, paperlantern, lamp, lampshade, lamp shade, night light, torch, table light, bedside light, voile shade, shade, led, light triobase, beaded lamp',
    'Candles & Lighting',
    'Lamps & Fairy Lights',
  ],
  [
    'fairy light, light chain, string of + light, set + lights, cherry light, chilli light, light garland, lights, party light, bulb',
    'Candles & Lighting',
    'Lamps & Fairy Lights',
  ],
  [
    'candle, tea light, votive, matches, match, scentcandle, chocolatecandle, taper',
    'Candles & Lighting',
    'Candles',
  ],

  // Kitchen.
  [
    `cake stand, cake tin, cake plate, cookie cutter, biscuit cutter, baking, mould, cake slice, cake fork, rolling pin, pastry, measuring jug,
    scales, cake dome, cakestand, cupcake, icing, whisk, recipe, muffin, pie dish, jelly, cake, ladle, frying pan, milk pan, pan, egg timer, timer,
    cooking, chopping board, colander, grater, jam making, jam jar, utensil, spatula, sieve, mixing bowl, breadbin, bread bin, toastrack,
    toast rack, toast its, kitchen roll, corkscrew, bottle opener, tray, trivet, pot stand, washing up glove, ironing`,
    'Kitchen & Dining',
    'Baking & Cooking',
  ],
  [
    'mug, cup, beaker, cup & saucer, teacup, saucer, tumbler',
    'Kitchen & Dining',
    'Mugs, Cups & Glasses',
  ],
  [
    'teapot, jug, tea for one, tea set, coffee set, coffee pot, milk bottle, cafetiere, water bottle + glass, carafe, decanter, kettle, tea strainer, creamer, tea cosy, egg cosy, mug cosy, cosy',
    'Kitchen & Dining',
    'Teapots, Jars & Tins',
  ],
  [
    'wine glass, sundae, goblet, aperitif, chalice, milkshake, cocktail, shot glass, shot glasses, tea glass, hi ball, champagne, tankard, glass tumbler, wine, ice bucket, beer',
    'Kitchen & Dining',
    'Mugs, Cups & Glasses',
  ],
  [
    'tea towel, teatowel, apron, oven glove, oven mitt, tablecloth, table cloth, table run, table runner, placemat, coaster, place mat, tissue holder, double oven, egg cover, food cover, sponge cloth, pot holder, seat pad, glove',
    'Kitchen & Dining',
    'Kitchen Linen & Mats',
  ],
  [
    'biscuit tin, tin, storage jar, caddy, canister, cannister, jar, bonbon jar, biscuit jar, sugar tin, bell jar, cookie jar, enamel + container, coffee container, tins, barrel, apothecary, container, bread, sugar + tea',
    'Kitchen & Dining',
    'Teapots, Jars & Tins',
  ],
  [
    'bowl, plate, dish, platter, saucer, egg cup, dinner set, fruitbowl, breakfast set, cutlery, spoon, knife, fork, butter dish, salt, pepper, cruet, condiment, charger, chopsticks, cheese, ramekin, egg, serving, popcorn holder, mortar',
    'Kitchen & Dining',
    'Bowls, Plates & Cutlery',
  ],

  // The house.
  ['hot water bottle, hottie', 'Gifts', 'Hot Water Bottles'],
  ['money box, money bank, piggy bank, money + bank', 'Storage & Furniture', 'Boxes & Baskets'],
  ['clock, thermometer, barometer', 'Home', 'Clocks & Thermometers'],
  [
    'photo frame, picture frame, photoframe, frame, photo cube, photo clip, photo holder, page photo, record frame',
    'Home',
    'Frames & Mirrors',
  ],
  ['mirror', 'Home', 'Frames & Mirrors'],
  [
    'sign, wall art, letters, plaque, chalkboard, blackboard, number tile, wood letter, block word, building block, canvas, picture, print, art, alphabet block, door hanger, poster, word, wall sticker, notice board, memo board, memoboard, screen, billboard, letter, slate, block letter',
    'Home',
    'Signs & Wall Art',
  ],
  [
    'doormat, door mat, doorstop, door stop, rug, mat, draught excluder',
    'Home',
    'Cushions, Mats & Textiles',
  ],
  [
    'cushion, throw, quilt, blanket, bedspread, pouffe, curtain, bean bag, pillow, c cover, filler pad, voile, duvet, cover, tassel, tieback, tie back, bead curtain',
    'Home',
    'Cushions, Mats & Textiles',
  ],
  [
    'drawerknob, coathook, coathanger, suction, hook, knob, coat rack, coat hanger, hanger, hat stand, peg hanger, door knob, peg, handle, key rack',
    'Storage & Furniture',
    'Hooks & Knobs',
  ],
  [
    'cabinet, table, chair, stool, shelf, shelves, shelving, dresser, chest, cupboard, desk, sideboard, bench, furniture, wardrobe, magazine rack, drawers, bedside, stand, love seat, rack, bookcase, trolley, drawer, wall unit',
    'Storage & Furniture',
    'Furniture & Shelves',
  ],
  [
    'jewellery box, trinket, keepsake, jewel box, jewel stand, jewellery stand, jewel, treasure box, memory box, cigar box, pot, oyster, curio',
    'Storage & Furniture',
    'Boxes & Baskets',
  ],
  [
    'box, boxes, basket, storage, bin, crate, tidy, hamper, organiser, holdall, trug, chest, tub, bucket, holder, case, sack, laundry',
    'Storage & Furniture',
    'Boxes & Baskets',
  ],
  [
    'watering can, planter, plant, garden, trowel, herb, flower pot, flowerpot, seed, grow your own, kneeling, spade, fork, gardening, secateur, urn, potting shed, cloche, fire bucket, dibber, rake, pots, window box, trellis',
    'Garden',
    'Planters & Flowers',
  ],
  [
    'bird house, birdhouse, bird feeder, birdfeeder, bird box, birdbath, birdcage, bird bath, bird table, seed feeder, gnome, wind chime, chime, sundial, toadstool, mushroom, windmill, gecko, frog, hedgehog, snail, bird, stake',
    'Garden',
    'Birds & Garden Ornaments',
  ],
  [
    'vase, artificial flower, art flower, artiifcial flower, posy, paper flower, rose bush, flower, foliage, topiary, bouquet, lily, hydrangea, leaf, leaves, blossom',
    'Garden',
    'Planters & Flowers',
  ],
  [
    'hanging, decoration, heart, star, wreath, ornament, ball, feather, drop, bell, butterfly, filigree, egg, cherub, fairy, angel, wicker, dove, owl, bauble, tree, wooden, decorative',
    'Home',
    'Decorations & Ornaments',
  ],
  ['bag', 'Bags & Travel', 'Handbags & Purses'],
]

const lastResort = ['Gifts', 'More Gifts'] as const

type Test = (title: string) => boolean

const wordPattern = (word: string) => `${word.trim()}(?:e?s)?`

function phraseTest(phrase: string): Test {
  const parts = phrase.split('+').map((part) => {
    const words = part.trim().split(/\s+/).map(wordPattern)
    return new RegExp(`(?:^| )${words.join(' ')}(?: |$)`)
  })
  return (title) => parts.every((part) => part.test(title))
}

const tests = rows.map(([phrases, parent, leaf]) => {
  const some = phrases.split(',').map(phraseTest)
  return {
    test: (title: string) => some.some((test) => test(title)),
    place: [parent, leaf] as const,
  }
})

/** Where in the tree a title belongs: parent and leaf. */
export function categorize(title: string): readonly [parent: string, leaf: string] {
  const words = title
    .toLowerCase()
    .replace(/['’“”]/g, '')
    .replace(/[^a-z0-9&]+/g, ' ')
    .trim()
  return tests.find(({ test }) => test(words))?.place ?? lastResort
}
