/** The words of the Health screen, in German. */
import type { Strings } from '../../strings.ts'
import { count, number } from './counting.ts'

export const healthGerman: Strings['health'] = {
  title: 'Zustand',
  checkNow: 'Jetzt prüfen',
  checking: 'Prüft…',
  checked: (when) => `Geprüft ${when}`,
  done: {
    healthy: 'Geprüft: Alles ist in Ordnung.',
    degraded: 'Geprüft: Etwas sollte angesehen werden.',
    unhealthy: 'Geprüft: Etwas funktioniert nicht.',
  },
  loading: 'Der Knoten wird gefragt, wie es ihm geht…',
  failedTitle: 'Der Knoten sagt nicht, wie es ihm geht',
  overall: {
    healthy: 'Alles ist in Ordnung',
    degraded: 'Es läuft, aber etwas sollte angesehen werden',
    unhealthy: 'Etwas funktioniert nicht',
  },
  running: 'Läuft seit',
  badge: {
    degraded: 'sollte angesehen werden',
    unhealthy: 'etwas funktioniert nicht',
  },
  wellOf: (well, all) =>
    well === all
      ? `alle ${number(all)} Prüfungen sind in Ordnung`
      : `${number(well)} von ${count(all, 'Prüfung ist', 'Prüfungen sind')} in Ordnung`,
  findings: 'Prüfungen',
  services: 'Worauf der Knoten sich stützt',
  servicesHint: 'Was immer wieder scheitert, bekommt eine Pause und wird von selbst wieder versucht.',
  check: {
    identity: 'Identität',
    keychain: 'Schlüsselbund',
    listening: 'Empfang',
    storage: 'Speicher',
    'kept-peers': 'Gehaltene Peers',
    reachability: 'Erreichbarkeit',
    bandwidth: 'Bandbreite',
    clock: 'Uhr',
  },
  status: {
    healthy: 'In Ordnung',
    degraded: 'Auffällig',
    unhealthy: 'Gestört',
  },
  lasting: (span) => `seit ${span}`,
  details: 'Details',
  detailsOf: (check) => `Details: ${check}`,
  goTo: { peers: 'Peers zeigen', settings: 'Einstellungen öffnen' },
  service: {
    keychain: 'Schlüsselbund',
    storage: 'Festplatte',
    relay: 'Relais',
    mdns: 'Peers im lokalen Netz finden',
    updates: 'Updates',
  },
  state: {
    fine: 'Ohne Störung',
    failures: (n) => `${count(n, 'Fehlschlag', 'Fehlschläge')} in letzter Zeit`,
    open: 'Pausiert',
    openUntil: 'Pausiert, neuer Versuch',
    'half-open': 'Wird wieder versucht',
  },
  brake: {
    title: 'Automatische Sperren sind ausgesetzt',
    text: (n) =>
      `So viele Peers wären auf einmal gesperrt worden, dass der Fehler eher auf dieser Seite liegt. ${
        n === 0 ? 'Bisher wurde niemand verschont.' : `${count(n, 'Peer wurde', 'Peers wurden')} bisher verschont.`
      }`,
    again: 'Sperren gehen von selbst weiter',
    release: 'Sperren wieder zulassen',
    released: 'Automatische Sperren gehen weiter.',
  },
  terms: {
    keptIn: 'Aufbewahrt',
    freeBytes: 'Frei auf der Festplatte',
    uploadBytesPerSecond: 'Upload',
    downloadBytesPerSecond: 'Download',
    uploadedBytes: 'Hochgeladen seit dem Start',
    downloadedBytes: 'Heruntergeladen seit dem Start',
    lastSeen: 'Zuletzt gesehen',
    why: 'Grund',
    asked: 'Gewünschte Adressen',
    problems: 'Nicht wie gewünscht',
    addresses: 'Adressen jetzt',
    internet: 'Im Internet',
    localNetwork: 'In einem lokalen Netz',
    relay: 'Über ein Relais',
    lastInbound: 'Zuletzt kam jemand herein',
    kept: 'Gehaltene Peers',
    connected: 'Verbunden',
    missing: 'Fehlen',
    needed: 'Benötigt',
    breaker: 'Schutzschalter',
    setAt: 'Uhr gestellt',
    setByMs: 'Um',
    retryAt: 'Neuer Versuch',
    error: 'Fehler',
  },
  waitsForApproval: 'Wartet auf Zustimmung dort',
  yes: 'ja',
  no: 'nein',
  none: '–',
  back: (span) => `${span} zurück`,
  forward: (span) => `${span} vor`,
}
