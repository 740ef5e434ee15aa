/** The words of the settings by group, in German. */
import type { Strings } from '../../strings.ts'
import { number } from './counting.ts'

export const preferencesGerman: Strings['preferences'] = {
  groups: 'Gruppen von Einstellungen',
  search: 'Einstellung suchen',
  searchHint: 'Name, Beschreibung oder Pfad, etwa limits.perPeer',
  clearSearch: 'Suche leeren',
  found: (n) => (n === 1 ? '1 Einstellung passt' : `${number(n)} Einstellungen passen`),
  none: (query) => `Keine Einstellung passt zu „${query}“`,
  noneHint: 'Gesucht wird in Namen, Beschreibungen und Pfaden, etwa limits.perPeer.',
  changedHere: 'geändert, nicht gespeichert',
  wrongHere: 'ein Wert ist nicht brauchbar',
  group: {
    identity: { title: 'Identität', about: 'Wer dieser Knoten ist, und wie du das bewahrst.' },
    admission: { title: 'Einlass', about: 'Wer hereinkommt, und was er dann darf.' },
    network: { title: 'Netz', about: 'Wo dein Knoten erreichbar ist und wie er andere findet.' },
    bandwidth: { title: 'Bandbreite', about: 'Was dein Knoten von der Leitung nutzen darf.' },
    privacy: { title: 'Privatsphäre', about: 'Was auf diesem Rechner bleibt, und was ihn verlässt.' },
    startup: { title: 'Start', about: 'Wie die App startet, und was ihr Fenster tut.' },
    appearance: { title: 'Aussehen', about: 'Wie die Ansichten aussehen, und welche Sprache sie sprechen.' },
    updates: { title: 'Updates', about: 'Neuere Versionen von Kith.' },
    advanced: { title: 'Erweitert', about: 'Grenzen, Zeiten und der Rest. Der Standard passt fast allen.' },
  },
  section: {
    name: { title: 'Name', about: '' },
    stored: { title: 'Auf diesem Rechner', about: '' },
    retention: {
      title: 'Wie lange das Protokoll bleibt',
      about: 'Was geschah und was du entschieden hast. Wird es mehr als das, gehen die ältesten Einträge zuerst.',
    },
    leaves: { title: 'Was diesen Rechner verlässt', about: '' },
    start: { title: 'Start und Fenster', about: '' },
    look: { title: 'Wie es aussieht', about: '' },
    feed: { title: 'Woher sie kommen', about: '' },
    retry: { title: 'Noch einmal versuchen', about: 'Was dein Knoten von selbst noch einmal tut, wenn es scheitert.' },
    health: { title: 'Prüfungen', about: 'Wie oft der Knoten nach sich selbst sieht.' },
    breaker: {
      title: (service) => `Schutzschalter: ${service}`,
      about: 'Was immer wieder scheitert, bekommt eine Pause, statt ständig gefragt zu werden.',
    },
  },
  service: {
    peer: 'jeder Peer',
    keychain: 'Schlüsselbund',
    storage: 'Festplatte',
    relay: 'Relais',
    mdns: 'lokales Netz',
    updates: 'Updates',
  },
  field: {
    encryptionAtRest: {
      label: 'Gespeichertes verschlüsseln',
      hint: 'Namen, Notizen und Nachrichten in der Datenbank, mit einem Schlüssel, der bei deiner Identität liegt.',
    },
    startAtLogin: { label: 'Beim Anmelden starten', hint: 'Deine Peers finden dich, ohne dass du daran denken musst.' },
    startMinimised: {
      label: 'Ohne Fenster starten',
      hint: 'Im Infobereich; ohne Infobereich als minimiertes Fenster.',
    },
    closeToTray: {
      label: 'Weiterlaufen, wenn das Fenster geschlossen wird',
      hint: 'Der Knoten läuft im Infobereich weiter. Ohne Infobereich beendet das Schließen des Fensters die App.',
    },
    notifications: {
      label: 'Benachrichtigen',
      hint: 'Über Anfragen, Sperren und ein fast verbrauchtes Volumen. Sie nennen den Peer, um den es geht.',
    },
    theme: { label: 'Farbschema', hint: '' },
    language: { label: 'Sprache', hint: 'Die Ansichten laden neu. Die Befehlszeile bleibt englisch.' },
    motion: { label: 'Bewegung', hint: '' },
    feed: {
      label: 'Update-Quelle',
      hint: 'Die ganze Adresse, wie du sie vom Herausgeber hast, mit #key=… am Ende: Nur was mit diesem Schlüssel unterschrieben ist, wird genommen. Leer: Niemand wird je gefragt.',
    },
    automatic: {
      label: 'Von selbst nachsehen',
      hint: 'Beim Start und einmal am Tag. Installiert wird erst, wenn du zustimmst, oder beim nächsten Beenden.',
    },
    jitter: {
      label: 'Streuung',
      hint: 'Jeder Abstand wird um ± diesen Anteil gestreut, damit nicht alle im selben Takt schlagen.',
    },
    retryAttempts: { label: 'Versuche', hint: '' },
    retryBase: { label: 'Erste Wartezeit', hint: '' },
    retryFactor: { label: 'Jede Wartezeit ist länger um', hint: '' },
    retryCap: { label: 'Längste Wartezeit', hint: '' },
    failures: { label: 'Öffnet nach', hint: 'So vielen Fehlschlägen in der Zeit darunter.' },
    windowMs: { label: 'Gezählt innerhalb von', hint: '' },
    openMs: { label: 'Pausiert für', hint: '' },
    successes: { label: 'Schließt nach', hint: 'So vielen Versuchen hintereinander, die gelingen.' },
    healthInterval: { label: 'Nachsehen alle', hint: '' },
    healthDeadline: { label: 'Eine Prüfung darf dauern', hint: 'Danach gilt sie als gescheitert.' },
    hourlyFactor: {
      label: 'Nach einer Stunde noch gemerkt',
      hint: 'Was vom Abstand zu 50 übrig ist. 100 % vergisst nie.',
    },
    liftAtScore: { label: 'Eine Sperre endet bei', hint: 'Sobald die Punkte wieder so hoch sind.' },
    maxBannedShare: {
      label: 'Von den verbundenen Peers, von selbst',
      hint: 'Nie mehr von ihnen als das. Einer darf immer gesperrt werden.',
    },
  },
  choice: {
    theme: {
      system: { label: 'Wie das System', about: 'Hell am Tag, dunkel in der Nacht, wenn dein System das so macht.' },
      light: { label: 'Hell', about: '' },
      dark: { label: 'Dunkel', about: '' },
    },
    language: {
      system: { label: 'Wie das System', about: 'Die erste deiner Sprachen, die Kith spricht.' },
      en: { label: 'English', about: '' },
      de: { label: 'Deutsch', about: '' },
    },
    motion: {
      system: { label: 'Wie das System', about: 'Kurz und ruhig.' },
      reduced: { label: 'Reduziert', about: 'So wenig wie möglich, was immer das System sagt.' },
    },
  },
  seconds: 'Sekunden',
  failuresUnit: 'Fehlschlägen',
  triesUnit: 'Versuchen',

  desktopOnly: 'Das gehört zur Desktop-App. Dieser Knoten läuft als Server: Um seinen Start kümmert sich dein System.',
  desktopOnlyUpdates:
    'Updates eines Servers kommen auf dem Weg, auf dem er installiert wurde. Die Quelle unten gilt für die Desktop-App mit diesem Datenordner.',
  noTray:
    'Dein System zeigt kein Symbol für Kith: Ein geschlossenes Fenster beendet die App, und sie startet als minimiertes Fenster.',
  loginRefused: 'Dein System hat es nicht angenommen: Kith startet nicht beim Anmelden.',
  loginUnknown: 'Diese Version kann nicht für den Start beim Anmelden eingetragen werden.',
  linksYes: 'kith://-Links werden von dieser App geöffnet.',
  linksNo:
    'kith://-Links werden von einem anderen Programm geöffnet. Du kannst sie hier trotzdem einfügen oder ablegen.',

  leaves: {
    intro: 'Kith hat keine eigenen Server. Niemand erfährt, dass du es benutzt, und nirgends wird etwas gezählt.',
    peers: 'Deine Peers',
    peersText:
      'sehen deine Adressen, deinen Namen und wann du da bist. Fremde, die eine Adresse kennen, sehen, dass dort etwas antwortet.',
    local: 'Dein lokales Netz',
    localOn: 'sieht einen zufälligen Namen und deinen Port: Dieser Knoten meldet sich dort.',
    localOff: 'sieht nichts: Dieser Knoten meldet sich dort nicht.',
    relays: 'Relais',
    relaysOn:
      'vertrauenswürdiger Peers tragen versiegelten Verkehr: Sie sehen, wer mit wem spricht und wie viel, nie was.',
    relaysOff: 'werden nicht benutzt.',
    updates: 'Die Update-Quelle',
    updatesOff: 'ist nicht gesetzt: Niemand wird nach neueren Versionen gefragt.',
    updatesOn: (host) => `${host} wird nach neueren Versionen gefragt, und sieht dann deine Adresse.`,
    updatesByHand: (host) => `${host} wird nur gefragt, wenn du nach neueren Versionen siehst.`,
    notify: 'Benachrichtigungen',
    notifyOn: 'zeigt dein System, und sie nennen den Peer. Wer auf deinen Bildschirm sieht, kann sie lesen.',
    notifyOff: 'sind aus.',
  },

  update: {
    title: 'Diese Version',
    current: (version) => `Kith ${version}`,
    off: 'Es ist keine Quelle gesetzt, also wird niemand nach neueren Versionen gefragt.',
    offServer: 'Ein Server wird auf dem Weg aktualisiert, auf dem er installiert wurde.',
    idle: 'Das ist die neueste Version, soweit bekannt.',
    neverChecked: 'Noch hat niemand nach einer neueren Version gesehen.',
    checking: 'Es wird nach einer neueren Version gesehen…',
    available: (version) => `Version ${version} ist da.`,
    downloading: (version) => `Version ${version} ist unterwegs…`,
    ready: (version) =>
      `Version ${version} ist bereit. Sie wird installiert, wenn du zustimmst, oder wenn du das nächste Mal beendest.`,
    failed: 'Das hat nicht geklappt.',
    anyVersion: 'Eine neuere Version',
    checked: 'Nachgesehen',
    check: 'Jetzt nachsehen',
    download: 'Herunterladen',
    install: 'Installieren und neu starten',
    progress: (percent) => `${percent} % heruntergeladen`,
    notes: 'Was neu ist',
  },
  logs: {
    title: 'Logdateien',
    about:
      'Was der Knoten über sich aufgeschrieben hat, für den Fall, dass etwas schiefgeht. Sie nennen Peers: Sieh sie durch, bevor du sie verschickst.',
    open: 'Ordner öffnen',
    where: 'Sie liegen in',
  },
}
