import type { Words } from './words.ts'

/** German. */
export const de: Words = {
  language: 'de',
  direction: 'ltr',
  title: 'Ihre Daten, Ihre Entscheidung',
  wishes: 'Mit Ihrer Einwilligung möchten wir:',
  assurance:
    'Der Shop funktioniert genauso, wenn Sie Nein sagen. Sie können Ihre Meinung jederzeit ändern.',
  accept: 'Alle akzeptieren',
  refuse: 'Alle ablehnen',
  choose: 'Einzeln auswählen',
  centre: {
    title: 'Datenschutz-Einstellungen',
    intro:
      'Entscheiden Sie für jeden Zweck. Was Sie aus lassen, bleibt aus, und der Shop funktioniert ' +
      'genauso. Sie können jederzeit zurückkommen und Ihre Meinung ändern.',
    privacyPolicy: 'Datenschutzerklärung',
  },
  save: 'Auswahl speichern',
  withdraw: 'Alles widerrufen',
  saved: 'Ihre Auswahl ist gespeichert.',
  close: 'Schließen',
  back: 'Zurück zum Shop',
  receipt: 'Beleg herunterladen',
  details: 'Was das bedeutet',
  dataTitle: 'Was verwendet wird',
  keptTitle: 'Wo es liegt und wie lange',
  groundTitle: 'Warum wir das dürfen',
  grounds: {
    consent: 'Nur mit Ihrer Einwilligung.',
    optOut: 'Es ist an, solange Sie nicht widersprechen; das Recht an Ihrem Ort erlaubt das.',
    none:
      'Es werden keine personenbezogenen Daten verwendet, daher ist keine Einwilligung nötig. ' +
      'Sie können es trotzdem ausschalten.',
  },
  neverTitle: 'Was wir nicht tun',
  reopen: 'Datenschutz-Einstellungen',
  optOut: {
    title: 'Wie wir Ihren Besuch nutzen',
    wishes: 'Wenn Sie nicht widersprechen, werden wir:',
    understood: 'In Ordnung',
  },
  gpc: {
    status:
      'Ihr Browser sendet ein Widerspruchssignal (Global Privacy Control). Wir halten uns daran: ' +
      'Was Sie hier tun, wird nicht verkauft oder weitergegeben, weder für Werbung noch sonst.',
    honoured: 'Widerspruchssignal beachtet',
    conflictTitle: 'Ihr Browser sagt etwas anderes',
    conflict:
      'Sie haben gerade etwas erlaubt, dem Ihr Browser mit dem Signal Global Privacy Control auf ' +
      'jeder Website widerspricht. Wir halten uns an das Signal, außer Sie möchten für diesen Shop ' +
      'eine Ausnahme machen:',
    keep: 'Beim Signal bleiben',
    override: 'Hier eine Ausnahme machen',
  },
  ask: { question: 'Dürfen wir {wish}?', yes: 'Ja', no: 'Nein' },
  purposes: {
    contextual: {
      name: 'Vorschläge passend zur Seite',
      wish: 'Produkte vorschlagen, die zu dieser Seite passen',
      about: 'Produkte, die zu dieser Seite passen. Nichts davon sagt, wer Sie sind.',
      data: 'Die Seite, die Art der Website, von der Sie kommen, Stunde, Geräteart und Land.',
      kept: 'Nichts wird gespeichert. Es ist fort, sobald die Seite gesendet ist.',
      never: 'Wir zeigen keine Vorschläge.',
    },
    behavioural: {
      name: 'Vorschläge passend zu Ihnen',
      wish: 'Produkte danach vorschlagen, was Sie hier ansehen und in den Warenkorb legen',
      about: 'Was Sie zuvor angesehen haben, hilft zu finden, was Ihnen gefallen könnte.',
      data: 'Die zuletzt angesehenen Produkte und die im Warenkorb, jeweils höchstens 20.',
      kept:
        'In einem verschlüsselten Cookie auf Ihrem eigenen Gerät, höchstens {days} Tage. Es gibt ' +
        'keine Kopie, und der Shop hinter dieser Seite bekommt es nicht.',
      never: 'Wir führen keine Liste dessen, was Sie ansehen.',
    },
    measurement: {
      name: 'Zählen, was nützt',
      wish: 'zählen, wie oft Vorschläge gesehen und genutzt werden',
      about: 'Zahlen sagen uns, ob Vorschläge überhaupt jemandem nützen.',
      data: 'Dass ein Vorschlag gezeigt oder angeklickt wurde und ob eine Bestellung folgte.',
      kept: 'Als Zahlen über alle Besuche. Über Sie wird nichts aufgezeichnet.',
      never: 'Wir messen Ihren Besuch nicht.',
    },
    pricing: {
      name: 'Persönliche Preise',
      wish: 'Ihnen eigene Preise anbieten',
      about: 'Preise, die davon abhängen, wer Sie sind.',
      data: 'Was Sie hier ansehen und kaufen.',
      kept: 'Für die Dauer Ihres Besuchs.',
      never: 'Keine persönlichen Preise: Alle sehen denselben Preis.',
    },
    advertising: {
      name: 'Werbung',
      wish: 'unseren Werbepartnern mitteilen, wofür Sie sich interessieren',
      about: 'Partner können Ihnen dann Werbung für das zeigen, was Sie hier angesehen haben.',
      data: 'Die Arten von Produkten, die Sie hier ansehen und kaufen.',
      kept: 'Bei uns und unseren Partnern; die Datenschutzerklärung nennt sie und die Dauer.',
      never: 'Keine Werbung: Nichts wird mit Werbetreibenden geteilt oder an sie verkauft.',
    },
    training: {
      name: 'Bessere Vorschläge',
      wish: 'aus Ihrem Besuch lernen, um Vorschläge für alle zu verbessern',
      about: 'Was gemeinsam angesehen wird, macht Vorschläge auch für andere besser.',
      data: 'Welche Produkte Sie hier in einem Besuch ansehen und kaufen.',
      kept: 'Nur das Gelernte bleibt, vermischt mit dem vieler anderer.',
      never: 'Wir lernen nicht aus Ihrem Besuch.',
    },
  },
  problems: {
    elsewhere: 'Dieses Formular kam von einer anderen Website, daher wurde nichts geändert',
    form: 'Dieses Formular war nicht lesbar, daher wurde nichts geändert',
    purpose: 'Dieser Shop fragt nicht nach diesem Zweck, daher wurde nichts geändert',
    choice: 'Dieses Formular sagt weder Ja noch Nein, daher wurde nichts geändert',
    none: 'Es gibt noch keinen Beleg, weil Sie noch nichts gewählt haben',
    fault:
      'Ihre Auswahl konnte nicht gespeichert werden; was Sie zuvor gewählt haben, gilt weiter. ' +
      'Bitte versuchen Sie es noch einmal',
  },
}
