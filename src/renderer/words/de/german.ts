/**
 * Every word that the screens show, in German. A person is addressed with „du“.
 *
 * The words of the field, one for each thing and the same everywhere:
 *
 * | English | German |
 * |---|---|
 * | node, peer, peer ID | Knoten, Peer (der), Peer-ID |
 * | connection, link; stream; handshake | Verbindung; Stream; Handshake |
 * | relay; inbound, outbound | Relais; eingehend, ausgehend |
 * | trust level: blocked, unknown, verified, trusted | Stufe: blockiert, unbekannt, verifiziert, vertrauenswürdig |
 * | confirmed; safety words | bestätigt; Sicherheitswörter |
 * | permission; admission: learn, ask, locked | Berechtigung; Einlass: lernen, fragen, verschlossen |
 * | stranger, request, invite, to introduce | Fremde, Anfrage, Einladung, vorstellen |
 * | allowlist; keep connected, kept peer | Freigabeliste; verbunden halten, gehaltener Peer |
 * | conduct, score; ban, kept out | Verhalten, Punkte; Sperre, gesperrt |
 * | heartbeat; round trip; breaker, left alone | Lebenszeichen; Laufzeit; Schutzschalter, pausiert |
 * | cap, unlimited, throttled | Limit, unbegrenzt, gedrosselt |
 * | schedule; profile: normal, quiet, paused | Zeitplan; Profil: normal, leise, pausiert |
 * | monthly volume; metered network | Monatsvolumen; Netz mit Volumentarif |
 * | health, check; activity, audit log | Zustand, Prüfung; Aktivität, Protokoll |
 * | key, keychain, passphrase, backup, to restore | Schlüssel, Schlüsselbund, Passphrase, Sicherung, wiederherstellen |
 */
import type { Strings } from '../../strings.ts'
import { amountProblem } from './amounts.ts'
import { bandwidthGerman } from './bandwidth.ts'
import { count, number } from './counting.ts'
import { errorGerman, fromNodeGerman } from './from-node.ts'
import { healthGerman } from './health.ts'
import { identityGerman } from './identity.ts'
import { linkGerman } from './links.ts'
import { paletteGerman } from './palette.ts'
import { peerGerman } from './peers.ts'
import { preferencesGerman } from './preferences.ts'
import { settingsGerman } from './settings.ts'
import { trustGerman } from './trust.ts'

export const german: Strings = {
  ...trustGerman,
  linkWords: linkGerman,
  peerWords: peerGerman,
  bandwidth: bandwidthGerman,
  health: healthGerman,
  identity: identityGerman,
  settings: settingsGerman,
  preferences: preferencesGerman,
  palette: paletteGerman,

  app: {
    name: 'Kith',
    title: (screen, waiting) => `${waiting > 0 ? `(${number(waiting)}) ` : ''}${screen} · Kith`,
    navigation: 'Ansichten',
    skip: 'Zum Inhalt springen',
  },

  units: {
    perSecond: (bytes) => `${bytes}/s`,
    seconds: (n) => `${n} s`,
    minutes: (n) => `${n} min`,
    hours: (n) => `${n} h`,
    days: (n) => `${n} Tg.`,
    justNow: 'gerade eben',
    now: 'jetzt',
    ago: (span) => `vor ${span}`,
    in: (span) => `in ${span}`,
  },

  actions: {
    cancel: 'Abbrechen',
    close: 'Schließen',
    copy: (what) => `${what} kopieren`,
    copied: 'Kopiert',
    copyFailed: 'Das System hat Kith nicht kopieren lassen. Markiere den Text und kopiere ihn von Hand.',
    undo: 'Rückgängig',
    dismiss: 'Ausblenden',
    save: 'Speichern',
    retry: 'Erneut versuchen',
    failed:
      'In Kith ist etwas schiefgegangen. Versuche es noch einmal; wenn es so bleibt, sagt das Log des Knotens mehr.',
  },

  link: {
    connecting: 'Der Knoten wird gesucht…',
    callFailed:
      'Der Knoten antwortet gerade nicht, deshalb wurde nichts geändert. Versuche es wieder, wenn er zurück ist.',
    lost: 'Der Knoten antwortet nicht',
    lostLong: 'Was du siehst, kann veraltet sein. Kith versucht es von selbst weiter.',
    gone: 'Vielleicht wurde er beendet. Starte ihn wieder mit „kith node“: Kith sucht ihn weiter, und diese Seite läuft dann von selbst weiter.',
    retryIn: (span) => `neuer Versuch ${span}`,
    retrying: 'neuer Versuch…',
    retryNow: 'Jetzt versuchen',
    refusedTitle: 'Diese Seite braucht einen neuen Schlüssel',
    refusedText:
      'Der Knoten hat den Schlüssel dieser Seite nicht angenommen. Das geschieht, wenn der Knoten neu gestartet wurde, seit die Seite offen ist, oder wenn nur ein Teil der Adresse kopiert wurde.',
    missingTitle: 'Diese Seite braucht ihren Schlüssel',
    missingText: 'Dein Knoten zeigt sich nur, wenn die Adresse vollständig ist, mit dem Schlüssel am Ende.',
    wayOut: 'Öffne die ganze Adresse, die einer dieser Befehle ausgibt:',
    wayOutCommands: ['kith node', 'kith status'],
    wayOutHint: 'Du kannst sie in diesen Tab einfügen.',
  },

  host: {
    starting: 'Dein Knoten startet…',
    startingHint: 'Schlüssel und Datenbank werden geöffnet, dann wird auf Verbindungen gewartet.',
    stopping: 'Wird beendet…',
    stoppingHint: 'Deine Peers erfahren, dass du gehst.',
    stillStarting:
      'Das dauert länger als sonst. Vielleicht wartet der Schlüsselbund deines Systems in einem anderen Fenster auf dich.',
    lockedTitle: 'Dein Schlüssel ist verschlossen',
    failedTitle: 'Dein Knoten konnte nicht starten',
    openLogs: 'Protokolldateien zeigen',
    unknownProblem: 'Der Knoten hat nicht gesagt, warum.',
    safe: 'Deine Identität ist sicher. Kith legt nie eine neue über eine alte.',
    errorCode: (code, name) => `Fehler ${code} · ${name}`,
    retry: 'Erneut versuchen',
    passphrase: 'Passphrase',
    unlock: 'Entsperren',
    wrong: 'Das hat nicht geklappt.',
    newTitle: 'Wähle eine Passphrase',
    newText: 'Dein Schlüssel wird in einer Datei versiegelt. Die Passphrase öffnet sie bei jedem Start deines Knotens.',
    newWarning: 'Niemand kann sie wiederherstellen, auch Kith nicht. Schreib sie dort auf, wo du sie suchen würdest.',
    newPassphrase: 'Neue Passphrase',
    newHint: (min) => `Mindestens ${min} Zeichen. Mehrere Wörter merkt man sich leichter als Sonderzeichen.`,
    repeat: 'Noch einmal dieselbe',
    tooShort: (min) => `Eine Passphrase hat mindestens ${min} Zeichen.`,
    different: 'Die beiden sind nicht gleich.',
    seal: 'Schlüssel versiegeln',
    show: 'Eingabe anzeigen',
    or: 'oder',
  },

  node: {
    thisNode: 'Dieser Knoten',
    about: 'Über diesen Knoten',
    loading: 'Lädt…',
    name: 'Name',
    nameHint: 'Peers sehen, dass du dich so nennst.',
    rename: 'Namen ändern',
    renamed: (name) => `Dein Knoten heißt jetzt ${name}.`,
    peerId: 'Peer-ID',
    peerIdShort: 'Peer-ID',
    addresses: 'Adressen',
    address: 'Adresse',
    listening: (n) => `Erreichbar unter ${count(n, 'Adresse', 'Adressen')}`,
    notListening: 'Nimmt keine Verbindungen an',
    notListeningHint: 'Niemand kann diesen Knoten erreichen. Er selbst erreicht andere weiterhin.',
    connected: (n, known) => (known === 0 ? 'Noch keine Peers' : `${number(n)} von ${number(known)} verbunden`),
    upload: 'Upload',
    download: 'Download',
    rates: (up, down) => `Upload ${up}, Download ${down}`,
    warnings: (n) => count(n, 'Warnung', 'Warnungen'),
    status: 'Status des Knotens',
    uptime: 'Läuft seit',
    version: 'Version',
    admissionTitle: 'Fremde',
    keyTitle: 'Schlüssel',
    process: 'Prozess',
    admission: {
      learn: 'Kommen ohne Berechtigungen herein und fragen an',
      ask: 'Bleiben draußen und fragen an',
      locked: 'Bleiben draußen',
    },
    keyStore: {
      keychain: 'Im Schlüsselbund deines Systems',
      'sealed-file': 'In einer Datei, versiegelt mit deiner Passphrase',
      'insecure-file': 'In einer einfachen Datei, ungeschützt',
    },
  },

  reach: {
    internet: 'Internet',
    relay: 'Über ein Relais',
    'local-network': 'Lokales Netz',
    'this-machine': 'Nur dieser Rechner',
  },

  transport: {
    tcp: 'TCP',
    'webrtc-direct': 'WebRTC direkt',
    webrtc: 'WebRTC',
    relay: 'Relais',
    other: 'Andere',
  },
  throughRelay: (relay) => `über ${relay}`,

  direction: { inbound: 'eingehend', outbound: 'ausgehend' },

  trust: {
    blocked: 'Blockiert',
    unknown: 'Unbekannt',
    verified: 'Verifiziert',
    trusted: 'Vertrauenswürdig',
  },
  trustMeaning: {
    verified: 'Darf sich verbinden, dir schreiben und dir Dateien anbieten.',
    trusted: 'Darf außerdem Dateien ohne Nachfrage senden, deinen Knoten als Relais nutzen und dir andere vorstellen.',
  },
  permission: {
    message: 'dir schreiben',
    'offer-files': 'Dateien anbieten',
    'auto-accept-files': 'Dateien ohne Nachfrage senden',
    'use-relay': 'deinen Knoten als Relais nutzen',
    introduce: 'andere vorstellen',
  },

  standing: {
    connected: 'Verbunden',
    suspect: 'Antwortet nicht',
    dialing: 'Verbindet…',
    waiting: 'Wartet',
    failed: 'Gescheitert',
    paused: 'Pausiert',
    resting: 'Ruht',
    disconnected: 'Nicht verbunden',
    blocked: 'Blockiert',
    banned: 'Gesperrt',
  },
  reason: {
    'not-approved': 'auf Zustimmung dort',
    refused: 'Dort abgewiesen',
    timeout: 'Keine Antwort',
    unreachable: 'Nicht erreichbar',
    reset: 'Die Verbindung brach ab',
    'remote-full': 'Dort ist kein Platz mehr',
    unresponsive: 'Antwortet nicht mehr',
    'peer-id-mismatch': 'Dort antwortet jemand anderes',
    'no-common-protocol': 'Kein gemeinsames Protokoll',
    'invalid-address': 'Die Adresse ist ungültig',
    'no-address': 'Keine Adresse bekannt',
    blocked: 'In beide Richtungen abgewiesen',
    'disconnected-here': 'Von dir getrennt',
    'disconnected-there': 'Dort getrennt',
    stopped: 'Mit dem Knoten beendet',
    replaced: 'Durch eine bessere Verbindung ersetzt',
    banned: 'Für eine Weile gesperrt',
    'full-here': 'Kein Platz mehr auf diesem Knoten',
  },
  standingDetail: {
    since: (span) => `seit ${span}`,
    heartbeatMissed: 'Ein Lebenszeichen blieb aus',
    nextTry: (when) => `neuer Versuch ${when}`,
    seen: (when) => `Gesehen ${when}`,
    neverSeen: 'Noch nie verbunden',
    both: 'In beide Richtungen abgewiesen',
  },

  peers: {
    title: 'Peers',
    summary: (connected, known) => `${number(connected)} von ${number(known)} verbunden`,
    found: (n) => `${number(n)} gefunden`,
    list: 'Peers',
    search: 'Peers suchen',
    clearSearch: 'Suche leeren',
    add: 'Peer hinzufügen',
    loading: 'Deine Peers werden geladen…',
    failedTitle: 'Deine Peers konnten nicht geladen werden',
    noneFound: (query) => `Niemand passt zu „${query}“`,
    noneFoundHint: 'Durchsucht werden Namen, Notizen, Peer-IDs, Adressen und Stufen.',
    columns: {
      name: 'Peer',
      state: 'Status',
      trust: 'Vertrauen',
      link: 'Verbindung',
      rtt: 'Laufzeit',
      address: 'Adresse',
    },
    sortBy: (column) => `Nach ${column} ordnen`,
    nameless: 'Ohne Namen',
    kept: 'Wird gehalten',
    noValue: '–',
  },

  peer: {
    details: (name) => `Details zu ${name}`,
    close: 'Details schließen',
    connect: 'Verbinden',
    connectNow: 'Jetzt versuchen',
    connecting: 'Verbindet…',
    disconnect: 'Trennen',
    ping: 'Anpingen',
    pinging: 'Pingt…',
    more: 'Weitere Aktionen',
    rename: 'Umbenennen',
    renameHint: 'Lass es leer, um den Namen zu nehmen, den der Peer sich selbst gibt.',
    block: 'Blockieren',
    unblock: 'Nicht mehr blockieren',
    trust: 'Vertrauen',
    trustUnknownText: 'Über diesen Peer hast du noch nicht entschieden.',
    keep: 'Verbunden halten',
    keepHint: 'Kith verbindet sich von selbst wieder, sooft die Verbindung weg ist.',
    addresses: 'Adressen',
    noAddresses: 'Keine Adresse bekannt. Der Peer kann sich trotzdem mit dir verbinden.',
    identity: 'Identität',
    agent: 'Software',
    added: 'Hinzugefügt',
    lastSeen: 'Zuletzt gesehen',
    may: 'Darf',
    mayNothing: 'nichts',
    never: 'nie',
    gone: 'Dieser Peer ist nicht mehr bekannt.',
    did: {
      connected: (name) => `Mit ${name} verbunden.`,
      disconnected: (name) => `Von ${name} getrennt.`,
      pinged: (name, rtt) => `${name} hat in ${rtt} geantwortet.`,
      blocked: (name) => `${name} ist blockiert.`,
      unblocked: (name) => `${name} ist wieder fremd und darf um Einlass bitten.`,
      trust: (name, level) => `${name} ist jetzt ${level.toLowerCase()}.`,
    },
  },

  add: {
    title: 'Peer hinzufügen',
    checking: 'Wird geprüft…',
    good: (transport) => `Eine gute Adresse, über ${transport}`,
    peer: 'Peer',
    known: (level) => `Diesen Peer kennst du schon (${level.toLowerCase()}). Die Adresse kommt dazu.`,
    knownBlocked: 'Diesen Peer hast du blockiert. Wenn du ihn hinzufügst, darf er herein.',
    stranger: 'Dir noch unbekannt.',
    name: 'Name',
    nameOptional: 'optional',
    nameHint: 'Bleibt es leer, steht dort, wie der Peer sich selbst nennt.',
    level: 'Wie weit vertraust du ihm?',
    keep: 'Verbunden halten',
    keepHint: 'Kith verbindet sich von selbst wieder, sooft die Verbindung weg ist.',
    submit: 'Peer hinzufügen',
    added: (name) => `${name} ist hinzugefügt. Kith verbindet sich.`,
  },

  requests: {
    title: 'Anfragen',
    badge: (n) => count(n, 'Anfrage wartet auf dich', 'Anfragen warten auf dich'),
    summary: (n) => count(n, 'Knoten bittet um Einlass', 'Knoten bitten um Einlass'),
    list: 'Wartende Anfragen',
    failedTitle: 'Die Anfragen konnten nicht geladen werden',
    emptyTitle: 'Niemand wartet',
    emptyText:
      'Wer deine Adresse kennt und sich verbinden will, erscheint hier und bleibt draußen, bis du entscheidest.',
    emptyAction: 'Deine Adresse kopieren',
    claim: (name) => `„${name}“`,
    claimHint: 'nach eigener Angabe',
    nameless: 'Nennt keinen Namen',
    card: (who) => `Anfrage von ${who}`,
    from: (address) => `von ${address}`,
    first: 'Zuerst gesehen',
    last: 'Zuletzt gesehen',
    knocked: (n) => (n === 1 ? 'Einmal angeklopft' : `${number(n)}-mal angeklopft`),
    agent: 'Software',
    approve: 'Einlassen…',
    ignore: 'Ignorieren',
    ignoreHint: 'Bleibt draußen und meldet sich nicht mehr',
    block: 'Blockieren',
    blockHint: 'Wird ab jetzt in beide Richtungen abgewiesen',
    ignored: (n) => `Ignoriert (${number(n)})`,
    ignoredHint: 'Sie bleiben draußen und melden sich nicht. Einlassen kannst du sie weiterhin.',
    approveTitle: (who) => `${who} einlassen?`,
    compare:
      'Vergleiche das mit dem, was dort auf dem Bildschirm steht. Einen Namen kann sich jeder geben, eine Peer-ID nicht.',
    name: 'Wie nennst du diesen Peer?',
    nameOptional: 'optional',
    nameHint: (claim) =>
      claim === null ? 'Er nennt selbst keinen Namen.' : `Bleibt es leer, steht dort „${claim}“, wie er sich nennt.`,
    level: 'Wie weit vertraust du ihm?',
    approveYes: 'Einlassen',
    did: {
      approved: (name, level) => `${name} ist eingelassen (${level.toLowerCase()}).`,
      takenBack: (name) => `${name} ist wieder fremd und erscheint hier beim nächsten Anklopfen.`,
      ignored: (name) => `${name} wird ignoriert und steht unter „Ignoriert“.`,
      blocked: (name) => `${name} ist blockiert.`,
    },
  },

  welcome: {
    title: 'Dein Knoten läuft',
    text: 'Er hat eine eigene Identität. Niemand kommt herein, bis du es erlaubst.',
    you: 'Das bist du',
    meet: 'Jemanden treffen',
    steps: {
      send: 'Schick deine Adresse.',
      sendHint: 'Auf welchem Weg du magst: Sie ist kein Geheimnis.',
      add: 'Du wirst dort hinzugefügt.',
      addHint: 'Unter Peers, Peer hinzufügen, oder mit',
      addCommand: 'kith peers add',
      approve: 'Du lässt den anderen ein.',
      approveHint: 'Er erscheint unter Anfragen. Ein Blick, eine Taste.',
    },
    copyAddress: 'Deine Adresse kopieren',
    noAddress:
      'Dein Knoten nimmt keine Verbindungen an, also gibt es keine Adresse zum Verschicken. Hinzufügen kannst du trotzdem jemanden.',
    localOnly: 'Diese Adresse gilt in deinem lokalen Netz.',
    machineOnly: 'Diese Adresse gilt nur auf diesem Rechner.',
    inviteHint: 'Ein Link, der einmal gilt. Wer ihn öffnet, steht sofort auf deiner Liste und du auf seiner.',
    or: 'Hast du einen Einladungslink oder eine Adresse bekommen?',
    byHand: 'Ohne Einladung',
    check: 'Weiter',
    nearby: 'In der Nähe',
    nearbyHint: 'Knoten, die sich gerade in deinem lokalen Netz zeigen.',
    nearbyNone: 'Gerade zeigt sich kein anderer Knoten in deinem lokalen Netz.',
    nearbyAdd: 'Hinzufügen',
    nearbyAddThis: (id) => `${id} hinzufügen`,
    knocking: (n) => count(n, 'Knoten bittet um Einlass', 'Knoten bitten um Einlass'),
    knockingHint: 'Er bleibt draußen, bis du entscheidest.',
    look: 'Ansehen',
  },

  help: {
    theme: 'Aussehen',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    keys: 'Tastatur',
    keysTitle: 'Tastatur',
    groups: {
      anywhere: 'Überall',
      peers: 'In der Liste der Peers',
      requests: 'In den Anfragen',
    },
    then: 'dann',
    does: {
      peers: 'Peers',
      requests: 'Anfragen',
      add: 'Peer hinzufügen',
      search: 'Suchen',
      undo: 'Rückgängig',
      help: 'Diese Hilfe',
      move: 'Bewegen',
      ends: 'Anfang, Ende',
      open: 'Details öffnen',
      approve: 'Einlassen',
      ignore: 'Ignorieren',
      block: 'Blockieren',
    },
  },

  amountProblem,
  fromNode: fromNodeGerman,
  errorTold: errorGerman,

  keyNames: { Ctrl: 'Strg', Shift: 'Umschalt', Space: 'Leertaste', Home: 'Pos1', End: 'Ende', Del: 'Entf' },

  toasts: { region: 'Meldungen' },
  overlays: 'Menüs und Hinweise',
}
