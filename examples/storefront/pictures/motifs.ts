/**
 * Small drawings on a field of 300 by 300, standing on the line y = 238. Classes are paints: `a` the product's
 * own colour and pattern, `b` its shade, `c` its tint, `d` a second colour, `l` and `k` lines in shade and
 * second colour, `w` almost white.
 */
export const motifs = {
  apron:
    '<path class="l" d="M118 92a32 30 0 0 1 64 0M88 152l-26 16M212 152l26 16"/><path class="a" d="M118 90h64l8 40 24 18v78q-64 22-128 0v-78l24-18z"/><path class="c" d="M114 168h72v34q-36 12-72 0z"/>',
  bag: '<path class="l" d="M116 120V98a34 34 0 0 1 68 0v22"/><path class="a" d="M82 116h136l10 122H72z"/><path class="b" d="M72 238l2-22h152l2 22z"/><circle class="w" cx="116" cy="130" r="5"/><circle class="w" cx="184" cy="130" r="5"/>',
  balloon:
    '<path class="l" d="M124 170q-4 36 20 68M184 158q4 46-36 80"/><ellipse class="d" cx="184" cy="108" rx="40" ry="50"/><ellipse class="a" cx="122" cy="116" rx="44" ry="54"/><path class="b" d="M116 168h12l6 10h-24z"/><path class="w" d="M98 92q6-16 18-18-8 8-10 20z"/>',
  basket:
    '<path class="l" d="M96 150q0-76 54-76t54 76"/><path class="a" d="M72 146h156l-18 92H90z"/><path class="b" d="M66 138h168v20H66z"/><path class="k" d="M88 182h124M93 208h114M122 160l6 74M178 160l-6 74M150 160v74"/>',
  bath: '<path class="a" d="M92 118h116v104q0 16-16 16h-84q-16 0-16-16z"/><path class="c" d="M92 146h116v44H92z"/><path class="b" d="M132 90h36v28h-36z"/><path class="d" d="M122 78h72v14h-72zM186 92h8v12h-8z"/><circle class="w" cx="222" cy="112" r="12"/><circle class="w" cx="238" cy="86" r="7"/>',
  bauble:
    '<path class="l" d="M150 40v40"/><path class="b" d="M136 78h28v22h-28z"/><circle class="a" cx="150" cy="164" r="70"/><path class="d" d="M84 148q66 30 132 0l3 26q-69 32-138 0z"/><path class="w" d="M108 122q12-22 34-26-18 12-24 30z"/>',
  bell: '<path class="l" d="M150 56v22"/><path class="a" d="M150 74q48 0 52 70 2 42 24 62H74q22-20 24-62 4-70 52-70z"/><path class="b" d="M70 206h160v14H70z"/><circle class="d" cx="150" cy="226" r="14"/>',
  bird: '<path class="l" d="M140 212l-6 26M162 212l6 26"/><path class="a" d="M70 132q34-50 84-24 60 8 76 84-40 34-92 22-52-14-50-64z"/><path class="d" d="M132 150q44-4 66 36-52 20-66-36z"/><path class="b" d="M70 132l-20 12 34 8z"/><path class="b" d="M212 172l38 26-30 12z"/><circle class="b" cx="98" cy="128" r="6"/>',
  birdhouse:
    '<path class="b" d="M142 216h16v22h-16z"/><path class="a" d="M92 130h116v88H92z"/><path class="d" d="M150 62l78 68-14 14-64-54-64 54-14-14z"/><circle class="b" cx="150" cy="162" r="20"/><path class="l" d="M150 196v14"/>',
  board:
    '<path class="l" d="M96 104l54-44 54 44"/><rect class="a" x="66" y="100" width="168" height="112" rx="12"/><rect class="w" x="80" y="114" width="140" height="84" rx="6"/><path class="l" d="M102 140h96M116 160h68M128 180h44"/><circle class="b" cx="150" cy="60" r="6"/>',
  book: '<path class="b" d="M94 76h122v162H94q-14-4-14-16V90q0-14 14-14z"/><path class="w" d="M92 220h116v12H92q-8-6 0-12z"/><path class="a" d="M94 70h122v146H94q-10 0-14 8V86q0-16 14-16z"/><rect class="w" x="118" y="100" width="74" height="44" rx="6"/><path class="k" d="M132 116h46M140 130h30"/>',
  bottle:
    '<path class="b" d="M136 66h28v18h-28z"/><path class="a" d="M136 84h28v34q30 12 30 46v60q0 14-14 14h-60q-14 0-14-14v-60q0-34 30-46z"/><path class="w" d="M118 164h64v42h-64z"/><path class="k" d="M132 178h36M138 192h24"/>',
  bow: '<path class="b" d="M140 168l-30 70 34-14 10-44zM160 168l30 70-34-14-10-44z"/><path class="a" d="M150 152q-74-76-88-24-8 64 88 40zM150 152q74-76 88-24 8 64-88 40z"/><circle class="d" cx="150" cy="158" r="20"/>',
  bowl: '<path class="d" d="M62 150q88-40 176 0z"/><path class="a" d="M56 148h188q-4 76-66 84h-56q-62-8-66-84z"/><path class="b" d="M116 226h68v12h-68z"/><path class="c" d="M56 148h188v12H57z"/>',
  box: '<path class="a" d="M78 146h144v92H78z"/><path class="b" d="M68 112h164v36H68z"/><path class="d" d="M138 112h24v126h-24z"/><path class="l" d="M150 110q-44-50-56-22 0 20 56 22 44-50 56-22 0 20-56 22"/>',
  bracelet:
    '<ellipse class="l" cx="150" cy="170" rx="78" ry="50"/><g class="a"><circle cx="72" cy="170" r="14"/><circle cx="90" cy="202" r="15"/><circle cx="126" cy="218" r="16"/><circle cx="174" cy="218" r="16"/><circle cx="210" cy="202" r="15"/><circle cx="228" cy="170" r="14"/></g><path class="d" d="M150 228l12 12-12 18-12-18z"/>',
  bunting:
    '<path class="l" d="M40 96q110 60 220 0"/><path class="a" d="M60 110l44 14-28 52zM198 124l44-14-16 66z"/><path class="d" d="M108 126l40 6-22 54z"/><path class="c" d="M152 132l42-8-18 60z"/><path class="l" d="M40 176q110 60 220 0"/><path class="d" d="M62 190l44 14-28 38zM198 204l42-14-14 52z"/><path class="a" d="M130 212l42 0-21 44z"/>',
  butterfly:
    '<path class="a" d="M146 150q-80-110-96-32 0 46 96 32zM154 150q80-110 96-32 0 46-96 32z"/><path class="d" d="M146 154q-78 8-62 56 30 36 62-56zM154 154q78 8 62 56-30 36-62-56z"/><path class="l" d="M150 116v110M150 118q-8-26-22-32M150 118q8-26 22-32"/>',
  cabinet:
    '<path class="b" d="M90 226h16v16H90zM194 226h16v16h-16z"/><path class="b" d="M70 82h160v14H70z"/><path class="a" d="M78 96h144v132H78z"/><path class="c" d="M90 108h120v30H90zM90 148h120v30H90zM90 188h120v30H90z"/><g class="b"><circle cx="150" cy="123" r="5"/><circle cx="150" cy="163" r="5"/><circle cx="150" cy="203" r="5"/></g>',
  cake: '<path class="d" d="M92 164q-10-44 30-48 6-34 40-28 42 4 34 32 24 12 12 44z"/><path class="a" d="M90 164h120l-18 74h-84z"/><path class="l" d="M118 168l8 66M150 168v66M182 168l-8 66"/><circle class="b" cx="152" cy="84" r="13"/>',
  cakestand:
    '<path class="b" d="M142 178h16v44h-16zM108 222h84v14h-84z"/><path class="a" d="M56 162h188q-8 22-40 22H96q-32 0-40-22z"/><path class="d" d="M86 118h128v44H86z"/><path class="w" d="M86 118q0-20 20-20h88q20 0 20 20 0 18-16 18t-16-10q0 16-16 16t-16-14q0 10-16 10t-16-12q0 14-16 14t-16-20z"/><circle class="b" cx="150" cy="90" r="10"/>',
  candle:
    '<path class="d" d="M150 48q26 34 0 54-26-20 0-54z"/><path class="l" d="M150 96v18"/><path class="a" d="M114 112h72v112h-72z"/><path class="c" d="M114 112h72v24q-10 16-18 0-10 26-22 4-14 14-32-8z"/><path class="b" d="M88 224h124l-10 16H98z"/>',
  card: '<rect class="b" x="92" y="66" width="128" height="160" rx="6" transform="rotate(8 150 150)"/><rect class="w" x="84" y="68" width="128" height="164" rx="6"/><rect class="a" x="96" y="80" width="104" height="140" rx="4"/><path class="w" d="M148 186q-44-30-28-54 18-14 28 8 10-22 28-8 16 24-28 54z"/>',
  chair:
    '<path class="b" d="M96 176h14v64H96zM190 176h14v64h-14z"/><path class="a" d="M98 68q52-22 104 0l-6 88h-92z"/><path class="c" d="M126 86h12v68h-12zM162 86h12v68h-12z"/><path class="d" d="M86 154h128q10 14 4 26H82q-6-12 4-26z"/>',
  clock:
    '<path class="b" d="M98 214l-12 26M202 214l12 26" stroke-width="12" stroke-linecap="round"/><circle class="d" cx="104" cy="84" r="22"/><circle class="d" cx="196" cy="84" r="22"/><circle class="a" cx="150" cy="154" r="82"/><circle class="w" cx="150" cy="154" r="62"/><path class="l" d="M150 110v44l30 20M150 98v4M150 206v4M94 154h4M202 154h4"/>',
  cupboard:
    '<path class="b" d="M62 106h176v14H62z"/><path class="a" d="M76 120h148v110H76z"/><path class="l" d="M96 120v-26a14 14 0 0 1 28 0v26M178 120v-34h26v34M92 230v10M208 230v10"/><path class="c" d="M88 132h56v86H88zM156 132h56v86h-56z"/><circle class="b" cx="138" cy="176" r="5"/><circle class="b" cx="162" cy="176" r="5"/>',
  cushion:
    '<path class="b" d="M62 92q88 22 176 0-18 72 0 146-88-22-176 0 18-74 0-146z"/><path class="a" d="M70 88q80 22 160 0-18 70 0 140-80-22-160 0 18-70 0-140z"/><circle class="d" cx="150" cy="158" r="9"/>',
  cutlery:
    '<path class="b" d="M92 152h18v78q-9 14-18 0zM192 152h18v78q-9 14-18 0zM142 150h18v80q-9 14-18 0z"/><path class="a" d="M80 66h8v48h8V66h10v48h8V66h8v60q0 30-21 32-21-2-21-32zM180 160V70q36 14 32 90z"/><ellipse class="a" cx="151" cy="108" rx="22" ry="44"/>',
  doily:
    '<g class="a"><circle cx="150" cy="84" r="22"/><circle cx="198" cy="104" r="22"/><circle cx="218" cy="152" r="22"/><circle cx="198" cy="200" r="22"/><circle cx="150" cy="220" r="22"/><circle cx="102" cy="200" r="22"/><circle cx="82" cy="152" r="22"/><circle cx="102" cy="104" r="22"/><circle cx="150" cy="152" r="64"/></g><circle class="w" cx="150" cy="152" r="48"/><circle class="k" cx="150" cy="152" r="36"/><circle class="d" cx="150" cy="152" r="14"/>',
  earrings:
    '<path class="l" d="M104 92a14 14 0 1 1 14 14v30M182 92a14 14 0 1 0-14 14v30" transform="translate(7 0)"/><path class="a" d="M125 134q36 60 0 80-36-20 0-80zM175 134q36 60 0 80-36-20 0-80z" transform="translate(-14 0)"/><path class="a" d="M190 134q36 60 0 80-36-20 0-80z"/><circle class="d" cx="111" cy="136" r="10"/><circle class="d" cx="190" cy="136" r="10"/>',
  egg: '<path class="a" d="M150 70q58 22 58 96 0 66-58 66t-58-66q0-74 58-96z"/><path class="d" d="M94 144l14-14 14 14 14-14 14 14 14-14 14 14 14-14 12 14v22l-12-14-14 14-14-14-14 14-14-14-14 14-14-14-14 14z"/><path class="b" d="M104 226h92v12h-92z"/>',
  fan: '<path class="a" d="M150 226L48 144q102-110 204 0z"/><path class="c" d="M150 226l-46-38q46-40 92 0z"/><path class="l" d="M150 226L92 112M150 226V92M150 226l58-114"/><circle class="d" cx="150" cy="226" r="9"/>',
  flower:
    '<path class="l" d="M150 150v88M150 208q-34 2-40-28 34-2 40 28M150 220q34 2 40-28-34-2-40 28"/><g class="a"><circle cx="150" cy="78" r="26"/><circle cx="186" cy="104" r="26"/><circle cx="172" cy="146" r="26"/><circle cx="128" cy="146" r="26"/><circle cx="114" cy="104" r="26"/></g><circle class="d" cx="150" cy="116" r="22"/>',
  frame:
    '<path class="b" d="M176 200l34 38h-16l-30-38z"/><rect class="a" x="82" y="64" width="136" height="166" rx="8"/><rect class="w" x="104" y="86" width="92" height="122"/><path class="c" d="M104 86h92v122h-92z"/><circle class="d" cx="172" cy="116" r="12"/><path class="b" d="M104 208v-26l30-38 24 32 14-16 24 30v18z"/>',
  game: '<rect class="d" x="76" y="132" width="84" height="106" rx="12" transform="rotate(-10 118 185)"/><rect class="a" x="136" y="126" width="98" height="98" rx="16" transform="rotate(12 185 175)"/><g class="w"><circle cx="160" cy="146" r="9"/><circle cx="207" cy="157" r="9"/><circle cx="184" cy="175" r="9"/><circle cx="162" cy="194" r="9"/><circle cx="208" cy="204" r="9"/><circle cx="108" cy="166" r="9"/><circle cx="120" cy="212" r="9"/></g>',
  gift: '<path class="a" d="M82 146h136v92H82z"/><path class="b" d="M72 116h156v32H72z"/><path class="d" d="M136 116h28v122h-28z"/><path class="k" d="M150 114q-46-54-58-22-2 20 58 22 46-54 58-22 2 20-58 22"/>',
  glass:
    '<path class="b" d="M144 168h12v58h-12zM112 226h76v12h-76z"/><path class="c" d="M98 74h104q4 96-52 100-56-4-52-100z"/><path class="a" d="M97 108h106q-6 62-53 66-47-4-53-66z"/><path class="w" d="M112 84h10q-4 36 8 60-22-18-18-60z"/>',
  heart:
    '<path class="l" d="M150 44v60"/><path class="a" d="M150 236q-118-74-84-136 46-46 84 12 38-58 84-12 34 62-84 136z"/><path class="w" d="M88 124q2-24 22-26-10 12-10 32z"/><circle class="d" cx="150" cy="106" r="7"/>',
  hook: '<rect class="a" x="66" y="88" width="168" height="46" rx="14"/><path class="l" d="M104 126v46q0 22 18 22t18-18M196 126v46q0 22-18 22t-18-18M150 126v70q0 20 0 26"/><circle class="d" cx="150" cy="226" r="10"/><circle class="w" cx="84" cy="111" r="5"/><circle class="w" cx="216" cy="111" r="5"/>',
  hottie:
    '<path class="b" d="M132 48h36v32h-36z"/><path class="d" d="M120 76h60v20h-60z"/><path class="a" d="M126 96h48q34 10 34 44v72q0 26-26 26h-64q-26 0-26-26v-72q0-34 34-44z"/><path class="w" d="M150 204q-44-30-28-52 18-12 28 8 10-20 28-8 16 22-28 52z"/>',
  incense:
    '<path class="b" d="M78 216q72 26 144 0l-8 22H86z"/><path class="l" d="M100 218l84-84"/><path class="k" d="M188 126q-22-24 4-42t-2-42"/><path class="a" d="M70 208h160v14H70z"/><circle class="d" cx="184" cy="134" r="7"/>',
  jar: '<path class="b" d="M104 76h92v24h-92z"/><path class="a" d="M104 100h92q20 14 20 40v78q0 20-20 20h-92q-20 0-20-20v-78q0-26 20-40z"/><rect class="w" x="104" y="146" width="92" height="56" rx="6"/><path class="k" d="M122 166h56M132 184h36"/><circle class="d" cx="150" cy="68" r="11"/>',
  jug: '<path class="l" d="M196 118q46 0 42 42-4 36-46 34"/><path class="a" d="M96 72l96 4q-6 30 6 56 18 52-6 106h-84q-26-54-4-106 10-26-8-60z"/><path class="c" d="M96 72l96 4-2 16-86-4z"/>',
  key: '<circle class="l" cx="128" cy="92" r="34"/><path class="l" d="M148 120l30 34"/><path class="a" d="M146 158q16-26 44-14 28 16 14 44l-30 50-54-32z"/><circle class="w" cx="176" cy="166" r="9"/><path class="d" d="M100 122l22 4-10 74-26-8z"/>',
  knob: '<circle class="b" cx="150" cy="162" r="74"/><circle class="a" cx="150" cy="156" r="74"/><circle class="c" cx="150" cy="156" r="42"/><circle class="d" cx="150" cy="156" r="16"/><path class="w" d="M98 122q16-26 42-30-22 14-30 38z"/>',
  lamp: '<path class="b" d="M143 150h14v66h-14zM104 222q0-16 46-16t46 16v16h-92z"/><path class="a" d="M116 70h68l34 86H82z"/><path class="c" d="M86 146h128l4 10H82z"/><path class="k" d="M190 156v30"/>',
  lantern:
    '<path class="l" d="M132 74q0-30 18-30t18 30"/><path class="b" d="M112 72h76l20 28H92zM86 218h128v20H86z"/><path class="c" d="M98 100h104v118H98z"/><path class="d" d="M150 122q22 30 0 48-22-18 0-48z"/><path class="a" d="M128 172h44v46h-44zM92 98h12v122H92zM196 98h12v122h-12z"/>',
  lights:
    '<path class="l" d="M34 84q60 70 116 40t116 10M34 172q60 60 116 34t116 0"/><g class="a"><path d="M76 122q22 30 0 46-22-16 0-46zM214 124q22 30 0 46-22-16 0-46zM144 212q22 30 0 46-22-16 0-46z"/></g><g class="d"><path d="M144 128q22 30 0 46-22-16 0-46zM74 204q22 30 0 46-22-16 0-46zM216 212q22 30 0 46-22-16 0-46z"/></g>',
  magnet:
    '<circle class="a" cx="112" cy="122" r="50"/><path class="w" d="M112 150q-34-24-22-42 14-10 22 6 8-16 22-6 12 18-22 42z"/><rect class="d" x="146" y="146" width="86" height="86" rx="18" transform="rotate(12 189 189)"/><path class="w" d="M189 158l10 21 23 3-17 16 4 23-20-11-20 11 4-23-17-16 23-3z"/>',
  mat: '<path class="b" d="M52 146h196l16 92H36z"/><path class="a" d="M56 140h188l16 90H40z"/><path class="w" d="M98 168h104l6 34H92z"/><path class="k" d="M118 186h64"/>',
  mirror:
    '<path class="b" d="M136 186h28v52h-28z"/><ellipse class="a" cx="150" cy="126" rx="70" ry="80"/><ellipse class="c" cx="150" cy="126" rx="52" ry="62"/><path class="w" d="M118 142l44-60 16 10-48 66zM150 162l36-48 2 18-28 36z"/>',
  money:
    '<path class="b" d="M102 204h24v34h-24zM176 204h24v34h-24z"/><path class="a" d="M62 158q4-58 84-58 82 0 88 62 0 58-88 58-66 0-76-34l-20-6v-22z"/><path class="d" d="M88 112l2-30 30 20z"/><path class="b" d="M130 102h44v8h-44z"/><circle class="b" cx="92" cy="146" r="6"/><path class="l" d="M232 160q22-2 16-22"/><circle class="d" cx="152" cy="72" r="18"/>',
  mug: '<path class="l" d="M196 128q46-4 42 34-4 36-48 34" stroke-width="12"/><path class="a" d="M80 98h122l-8 126q-2 14-16 14h-74q-14 0-16-14z"/><path class="c" d="M80 98h122l-1 14H81z"/><path class="k" d="M120 82q-12-14 0-26t0-24M158 82q-12-14 0-26t0-24"/>',
  napkin:
    '<path class="b" d="M62 206l92-132 88 132-90 32z"/><path class="a" d="M58 198l92-130 92 130-92 34z"/><path class="c" d="M150 68v164l-92-34z"/><path class="l" d="M150 74v150"/>',
  necklace:
    '<path class="l" d="M78 62q0 126 72 132 72-6 72-132"/><g class="a"><circle cx="92" cy="128" r="10"/><circle cx="108" cy="158" r="12"/><circle cx="208" cy="128" r="10"/><circle cx="192" cy="158" r="12"/></g><path class="d" d="M150 184q44 6 30 36-16 18-30 26-14-8-30-26-14-30 30-36z"/><path class="w" d="M136 200q6-8 14-8-8 8-8 20z"/>',
  pan: '<path class="b" d="M186 146l78-44 8 14-78 48z"/><ellipse class="a" cx="126" cy="178" rx="86" ry="56"/><ellipse class="c" cx="126" cy="170" rx="68" ry="40"/><path class="w" d="M92 172q-4-26 32-24 40-4 38 24-12 18-36 14-28 4-34-14z"/><circle class="d" cx="128" cy="168" r="13"/>',
  pencil:
    '<g transform="rotate(24 150 150)"><path class="a" d="M134 92h34v122h-34z"/><path class="c" d="M134 214h34l-17 38z"/><path class="b" d="M145 238h12l-6 14zM134 78h34v14h-34z"/><path class="d" d="M134 66q17-16 34 0v12h-34z"/></g><g transform="rotate(-14 110 160)"><path class="d" d="M84 100h26v110H84z"/><path class="c" d="M84 210h26l-13 30z"/><path class="b" d="M92 228h10l-5 12z"/></g>',
  pinecone:
    '<path class="b" d="M142 204h16v34h-16z"/><path class="a" d="M150 56l52 66h-24l42 48h-30l38 42H72l38-42H80l42-48H98z"/><g class="d"><circle cx="150" cy="120" r="7"/><circle cx="124" cy="160" r="7"/><circle cx="172" cy="164" r="7"/><circle cx="106" cy="198" r="7"/><circle cx="154" cy="198" r="7"/><circle cx="194" cy="200" r="7"/></g><path class="d" d="M150 38l7 14 15 2-11 11 3 15-14-7-14 7 3-15-11-11 15-2z"/>',
  plate:
    '<circle class="b" cx="150" cy="160" r="86"/><circle class="a" cx="150" cy="154" r="86"/><circle class="w" cx="150" cy="154" r="58"/><circle class="k" cx="150" cy="154" r="46"/>',
  pot: '<path class="l" d="M150 136q0-50-36-66 0 44 36 66M150 136q4-62 44-74-2 50-44 74M150 136V90"/><path class="b" d="M84 132h132v28H84z"/><path class="a" d="M94 160h112l-16 78h-80z"/><circle class="d" cx="116" cy="72" r="12"/><circle class="d" cx="194" cy="64" r="12"/><circle class="d" cx="150" cy="84" r="10"/>',
  purse:
    '<path class="a" d="M80 138q-20 92 16 100h108q36-8 16-100z"/><path class="b" d="M76 138q10-44 74-44t74 44z"/><circle class="d" cx="140" cy="88" r="10"/><circle class="d" cx="160" cy="88" r="10"/><path class="k" d="M82 152h136"/>',
  puzzle:
    '<path class="a" d="M70 84h58q-8-28 20-28t20 28h58v54q28-8 28 18t-28 20v62h-60q8-28-18-28t-20 28H70v-62q26 8 26-20t-26-18z"/><path class="l" d="M148 96v30M96 157h0M176 160h30"/>',
  rabbit:
    '<path class="a" d="M116 132q-28-80-2-86 22 4 26 74zM184 132q28-80 2-86-22 4-26 74z"/><ellipse class="a" cx="150" cy="184" rx="62" ry="56"/><path class="d" d="M142 188h16l-8 10z"/><path class="l" d="M150 198v10M136 214q14 6 28 0M90 184h18M192 184h18"/><circle class="b" cx="126" cy="172" r="6"/><circle class="b" cx="174" cy="172" r="6"/>',
  ribbon:
    '<path class="d" d="M166 200q60-10 78 34l-34 4q-10-24-54-20z"/><ellipse class="b" cx="134" cy="160" rx="82" ry="78"/><ellipse class="a" cx="126" cy="156" rx="78" ry="76"/><ellipse class="w" cx="126" cy="156" rx="40" ry="40"/><ellipse class="b" cx="126" cy="156" rx="14" ry="14"/>',
  ring: '<circle class="l" cx="150" cy="176" r="54" stroke-width="13"/><path class="a" d="M120 84h60l20 24-50 46-50-46z"/><path class="c" d="M120 84h60l-30 24z"/><path class="d" d="M130 108h40l-20 46z"/>',
  rocket:
    '<path class="d" d="M112 178l-32 42 40-6zM188 178l32 42-40-6z"/><path class="a" d="M150 44q50 56 42 150h-84q-8-94 42-150z"/><circle class="w" cx="150" cy="122" r="20"/><circle class="b" cx="150" cy="122" r="11"/><path class="b" d="M122 194h56v14h-56z"/><path class="d" d="M132 210h36l-18 34z"/>',
  scissors:
    '<path class="b" d="M116 62l44 110-16 10zM184 62l-44 110 16 10z"/><ellipse class="l" cx="118" cy="208" rx="24" ry="28" stroke-width="14"/><ellipse class="k" cx="182" cy="208" rx="24" ry="28" stroke-width="14"/><circle class="d" cx="150" cy="164" r="7"/>',
  shelf:
    '<path class="b" d="M64 130h172v14H64zM64 216h172v14H64zM76 90h12v148H76zM212 90h12v148h-12z"/><path class="a" d="M104 92h36v38h-36zM112 166h52v50h-52z"/><path class="d" d="M156 102h14v28h-14zM174 94h14v36h-14zM178 180h22v36h-22z"/>',
  snowflake:
    '<path class="l" d="M150 60v180M72 105l156 90M72 195l156-90M130 76l20 18 20-18M130 224l20-18 20 18M76 132l26-8-6-26M224 168l-26 8 6 26M76 168l26 8-6 26M224 132l-26-8 6-26" stroke-width="9"/><circle class="a" cx="150" cy="150" r="26"/><circle class="d" cx="150" cy="150" r="11"/>',
  soap: '<path class="b" d="M58 196h184q-8 42-46 42h-92q-38 0-46-42z"/><rect class="a" x="88" y="150" width="124" height="56" rx="26"/><path class="c" d="M110 160h60q-30 8-60 0z"/><circle class="w" cx="196" cy="118" r="18"/><circle class="w" cx="164" cy="92" r="11"/><circle class="d" cx="216" cy="86" r="8"/>',
  star: '<path class="l" d="M150 40v36"/><path class="a" d="M150 66l27 58 63 8-46 44 12 63-56-31-56 31 12-63-46-44 63-8z"/><circle class="d" cx="150" cy="158" r="20"/>',
  suitcase:
    '<path class="l" d="M120 106V84q0-10 10-10h40q10 0 10 10v22"/><rect class="a" x="64" y="104" width="172" height="128" rx="16"/><path class="b" d="M92 104h16v128H92zM192 104h16v128h-16z"/><rect class="w" x="128" y="146" width="48" height="36" rx="6"/><path class="k" d="M138 164h28"/>',
  teacup:
    '<path class="l" d="M206 142q42-8 38 24-6 28-50 26"/><path class="a" d="M76 128h136q2 84-54 90h-28q-56-6-54-90z"/><path class="c" d="M76 128h136v12H77z"/><path class="b" d="M56 222h176q-14 18-44 18h-88q-30 0-44-18z"/><path class="k" d="M124 112q-12-14 0-26t0-24M162 112q-12-14 0-26t0-24"/>',
  teapot:
    '<path class="l" d="M208 138q52-10 46 32-6 38-54 36" stroke-width="11"/><path class="b" d="M92 172l-52-40 20-14 46 24z"/><path class="a" d="M86 176q0-68 64-68t64 68q0 62-46 62h-36q-46 0-46-62z"/><path class="d" d="M108 118q42-34 84 0z"/><circle class="b" cx="150" cy="88" r="11"/>',
  teddy:
    '<g class="a"><circle cx="110" cy="84" r="22"/><circle cx="190" cy="84" r="22"/><circle cx="150" cy="116" r="52"/><ellipse cx="150" cy="202" rx="54" ry="44"/></g><circle class="c" cx="110" cy="84" r="10"/><circle class="c" cx="190" cy="84" r="10"/><ellipse class="c" cx="150" cy="132" rx="24" ry="18"/><ellipse class="c" cx="150" cy="206" rx="28" ry="26"/><path class="b" d="M140 122h20l-10 12z"/><circle class="b" cx="130" cy="106" r="6"/><circle class="b" cx="170" cy="106" r="6"/><path class="d" d="M150 166l-26-12v24zM150 166l26-12v24z"/>',
  thermometer:
    '<rect class="a" x="106" y="48" width="88" height="190" rx="26"/><rect class="w" x="138" y="70" width="24" height="124" rx="12"/><path class="d" d="M145 118h10v76h-10z"/><circle class="d" cx="150" cy="202" r="20"/><path class="l" d="M170 90h10M170 116h10M170 142h10M170 168h10"/>',
  tin: '<ellipse class="b" cx="150" cy="228" rx="84" ry="16"/><path class="a" d="M66 118h168v110H66z"/><ellipse class="a" cx="150" cy="228" rx="84" ry="14"/><path class="c" d="M60 94h180v28H60z"/><ellipse class="d" cx="150" cy="94" rx="90" ry="20"/><circle class="b" cx="150" cy="80" r="12"/>',
  tissue:
    '<path class="w" d="M112 138q-8-60 26-74 22 16 26-4 34 30 20 78z"/><path class="a" d="M68 136h164v102H68z"/><path class="b" d="M104 132h92v12h-92z"/><rect class="d" x="118" y="174" width="64" height="34" rx="6"/>',
  toadstool:
    '<path class="w" d="M126 146h48q-2 54 18 92h-84q20-38 18-92z"/><path class="a" d="M58 160q4-94 92-98 88 4 92 98-92 28-184 0z"/><g class="w"><circle cx="118" cy="108" r="13"/><circle cx="176" cy="100" r="11"/><circle cx="206" cy="140" r="12"/><circle cx="152" cy="140" r="14"/><circle cx="88" cy="142" r="9"/></g>',
  towel:
    '<path class="b" d="M50 82h200v12H50z"/><path class="a" d="M84 84h132v146H84z"/><path class="d" d="M84 184h132v12H84zM84 204h132v8H84z"/><path class="l" d="M90 232v8M110 232v8M130 232v8M150 232v8M170 232v8M190 232v8M210 232v8" stroke-width="5"/>',
  umbrella:
    '<path class="l" d="M150 150v66q0 22 20 22t20-20M150 56v14" stroke-width="10"/><path class="a" d="M48 156q8-88 102-90 94 2 102 90-24-22-50 0-24-22-52 0-28-22-52 0-26-22-50 0z"/><path class="c" d="M98 156q10-74 52-90 42 16 52 90-24-22-52 0-28-22-52 0z" opacity=".55"/>',
  vase: '<path class="l" d="M150 130V72M140 132q-22-20-26-50M160 132q22-20 26-50"/><g class="d"><circle cx="150" cy="66" r="20"/><circle cx="110" cy="84" r="17"/><circle cx="190" cy="84" r="17"/></g><path class="a" d="M124 128h52q-6 22 14 46 20 36-12 64h-56q-32-28-12-64 20-24 14-46z"/>',
  wateringcan:
    '<path class="l" d="M200 152q50-8 46 34-4 30-42 34M112 128q4-46 44-46t44 46"/><path class="b" d="M96 190l-46-64 14-10 44 42zM38 122l32-26 8 12-32 24z"/><path class="a" d="M96 126h112v112H96z"/><path class="c" d="M96 126h112v14H96z"/>',
  windmill:
    '<path class="l" d="M150 138v102"/><path class="a" d="M150 122q-16-66 42-64 6 50-42 64zM150 122q16 66-42 64-6-50 42-64z"/><path class="d" d="M150 122q66-16 64 42-50 6-64-42zM150 122q-66 16-64-42 50-6 64 42z"/><circle class="b" cx="150" cy="122" r="9"/>',
  wrap: '<g transform="rotate(-28 150 160)"><rect class="a" x="54" y="104" width="192" height="50" rx="8"/><ellipse class="c" cx="246" cy="129" rx="11" ry="25"/><rect class="d" x="54" y="166" width="192" height="50" rx="8"/><ellipse class="c" cx="246" cy="191" rx="11" ry="25"/><path class="b" d="M128 100h20v120h-20z"/></g>',
  wreath:
    '<circle class="a" cx="150" cy="148" r="66" style="fill:none;stroke:url(#p);stroke-width:38"/><g class="d"><circle cx="92" cy="120" r="8"/><circle cx="206" cy="124" r="8"/><circle cx="104" cy="198" r="8"/><circle cx="198" cy="196" r="8"/><circle cx="150" cy="82" r="8"/></g><path class="b" d="M150 212l-34-16v34zM150 212l34-16v34z"/><circle class="b" cx="150" cy="213" r="9"/>',
} as const

export type Motif = keyof typeof motifs
