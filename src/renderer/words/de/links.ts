/** The words about links that last and about a peer's conduct, in German. */
import type { Strings } from '../../strings.ts'
import { count, number } from './counting.ts'

const failed = (n: number): string => count(n, 'Fehlversuch', 'Fehlversuchen')

export const linkGerman: Strings['linkWords'] = {
  state: 'Wie es steht',

  detail: {
    silent: (span) => `Still seit ${span}`,
    leftAlone: (span, failures) => `noch ${span}, nach ${failed(failures)}`,
    leftAloneNow: (failures) => `nach ${failed(failures)}, neuer Versuch jetzt`,
    keptOut: {
      person: (span) => `noch ${span}, von dir`,
      node: (span) => `noch ${span}, wegen des Verhaltens`,
    },
    keptOutBecause: (span, why) => `Noch ${span} gesperrt, weil ${why}`,
    keptOutByYou: (span) => `Noch ${span} gesperrt, von dir`,
    keptOutForConduct: (span) => `Noch ${span} gesperrt, wegen des Verhaltens`,
    freeNow: 'Die Sperre endet gleich',
  },

  meaning: {
    through: (transport, direction, address) => `${transport}, ${direction}${address === null ? '' : `, ${address}`}`,
    suspect: 'Vielleicht beschäftigt oder die Leitung langsam. Bleibt es still, wird getrennt.',
    dialing: 'Die Adressen werden versucht, die zuletzt gute zuerst.',
    waiting: 'Deine Anfrage ist dort. Ihr seid verbunden, sobald dort jemand Ja sagt.',
    resting: (failures, every) => `Nach ${failed(failures)} in Folge wird es alle ${every} versucht, ohne Ende.`,
    paused: 'In kurzer Zeit zu oft gescheitert, daher eine Pause. „Jetzt versuchen“ wartet nicht.',
    banned: (until) => `In beide Richtungen, bis ${until}.`,
    blocked: 'Wird in beide Richtungen abgewiesen, auch über Relais.',
    notKept: 'Wird nicht verbunden gehalten, daher geschieht nichts von selbst.',
    known: 'Wird von selbst wieder versucht.',
  },
  meaningOf: {
    refused: 'Dort bleibt diesem Knoten die Tür zu. Bitte um Einlass; dann geht es von selbst.',
    timeout: 'Keine Antwort zur rechten Zeit. Vielleicht schläft er, oder eine Firewall steht dazwischen.',
    unreachable: 'An den Adressen antwortet niemand. Vielleicht ist er aus, oder die Adresse ist neu.',
    reset: 'Die Leitung brach mittendrin ab. Meist klappt der nächste Versuch.',
    'remote-full': 'Dort sind alle Plätze belegt. Später ist vielleicht wieder einer frei.',
    unresponsive: 'Er war zu lange still, deshalb wurde getrennt. Vielleicht schläft er oder hängt.',
    'peer-id-mismatch': 'Dort antwortet jemand mit anderem Schlüssel. Frag nach der jetzigen Adresse.',
    'no-common-protocol': 'Was dort antwortet, spricht nicht wie Kith. Vielleicht ist es ein anderes Programm.',
    'invalid-address': 'Keine der Adressen lässt sich anwählen. Füge eine aktuelle hinzu.',
    'no-address': 'Keine Adresse ist bekannt. Füge eine hinzu, oder warte, bis er sich meldet.',
    'full-here': 'Dieser Knoten hat so viele Verbindungen, wie seine Einstellungen erlauben.',
    'disconnected-here': 'Das bleibt so, bis du dich wieder verbindest oder er von selbst kommt.',
    'disconnected-there': 'Dort hat jemand die Verbindung beendet.',
    stopped: 'Der Knoten dort wurde beendet. Er wird gefunden, wenn er zurück ist.',
  },

  link: {
    title: 'Verbindung',
    rtt: 'Laufzeit',
    rttNow: 'jetzt',
    rttUsual: 'meist',
    p95: (rtt) => `p95 ${rtt}`,
    p95Means: 'Von 100 Laufzeiten waren 95 kürzer',
    noRtts: 'Noch nichts gemessen',
    rttWords: (n, usual, p95, missed) =>
      `Die letzten ${number(n)} Laufzeiten: meist ${usual}, 95 von 100 unter ${p95}, ${missed === 0 ? 'keine' : number(missed)} ohne Antwort.`,
    day: 'Letzte 24 Stunden',
    uptime: (share) => `${share} verbunden`,
    uptimeMeans: 'Von der Zeit, in der dieser Knoten lief und den Peer kannte',
    dayWords: (share) =>
      share === null
        ? 'Die letzten 24 Stunden: Noch ist nichts bekannt.'
        : `Die letzten 24 Stunden: ${share} der Zeit verbunden.`,
    dayAgo: 'vor 24 h',
    now: 'jetzt',
    spells: 'Zuletzt',
    noSpells: 'Noch nichts. Was der Verbindung ab jetzt widerfährt, steht hier.',
    all: (n) => `Alle ${number(n)} zeigen`,
    fewer: 'Weniger zeigen',
    loading: 'Der Verlauf der Verbindung wird nachgeschlagen…',
    failed: 'Der Verlauf der Verbindung ließ sich nicht nachschlagen.',
    kind: {
      connected: 'Verbunden',
      suspect: 'Antwortet nicht',
      failed: 'Keine Verbindung',
      disconnected: 'Nicht verbunden',
      offline: 'Dieser Knoten war aus',
      waiting: 'Wartet auf Zustimmung dort',
    },
  },

  conduct: {
    title: 'Verhalten',
    tier: { excellent: 'Ausgezeichnet', good: 'Gut', neutral: 'Neutral', poor: 'Mäßig', bad: 'Schlecht' },
    of100: (score) => `${score} von 100`,
    barWords: (score, tier) => `${tier}, ${score} von 100; alle beginnen bei 50`,
    moves: 'Was es zuletzt bewegt hat',
    nothing: 'Zuletzt hat nichts es bewegt.',
    unmoved: 'Alle beginnen in der Mitte. Noch hat nichts es bewegt.',
    why: {
      'transfer-succeeded': 'Eine Übertragung abgeschlossen',
      'transfer-failed': 'Eine Übertragung scheitern lassen',
      message: 'Eine Nachricht gesendet',
      'bad-message': 'Eine kaputte Nachricht gesendet',
      'protocol-violation': 'Das Protokoll verletzt',
      'ignored-rate-limit': 'Trotz Bitte nicht langsamer geworden',
      reset: 'Von dir auf 50 zurückgesetzt',
      unbanned: 'Sperre von dir aufgehoben',
    },
    because: {
      'transfer-succeeded': 'sein Verhalten dazu führte',
      'transfer-failed': 'er Übertragungen scheitern ließ',
      message: 'sein Verhalten dazu führte',
      'bad-message': 'er kaputte Nachrichten gesendet hat',
      'protocol-violation': 'er das Protokoll verletzt hat',
      'ignored-rate-limit': 'er trotz Bitte nicht langsamer wurde',
    },
    times: (n) => `${number(n)}-mal`,
    bans: (n) =>
      n === 1
        ? 'Deswegen bisher einmal gesperrt. Jedes Mal dauert doppelt so lang.'
        : `Deswegen bisher ${number(n)}-mal gesperrt. Jedes Mal dauert doppelt so lang.`,
    reliability: (share) => `${share} seiner Nachrichten und Übertragungen gingen gut.`,
    reset: 'Auf 50 zurücksetzen…',
    resetTitle: (name) => `Vergessen, wie ${name} sich verhalten hat?`,
    resetAbout:
      'Die Punkte gehen auf 50 zurück, als wäre er neu. Das lässt sich nicht rückgängig machen; das Protokoll behält, was war.',
    resetLifts: 'Wegen seines Verhaltens ist er gesperrt. Auch das endet damit.',
    resetYes: 'Auf 50 zurücksetzen',
    resetDone: (name) => `${name} beginnt wieder bei 50.`,
    failed: 'Was es bewegt hat, ließ sich nicht nachschlagen.',
  },

  ban: {
    menu: 'Sperren für…',
    hour: 'Für eine Stunde sperren',
    day: 'Für einen Tag sperren',
    week: 'Für eine Woche sperren',
    lift: 'Sperre aufheben',
    lifted: (name) => `Die Sperre für ${name} ist aufgehoben.`,
    banned: (name, span) => `${name} ist für ${span} gesperrt.`,
    again: (name, span) => `${name} ist wieder gesperrt, für ${span}.`,
  },
}
