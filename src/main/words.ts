/** The few words that the operating system shows for Kith: tray, notifications, native dialogs. English is the measure. */
import type { Settings } from '../contract/settings.ts'
import { englishNotification, roughTime, volumeWords } from '../core/notification.policy.ts'
import type { NotificationSubject, NotificationText } from '../core/notification.types.ts'
import type { MainWords } from './words.types.ts'

const english: MainWords = {
  locale: 'en',
  tray: {
    phase: {
      starting: 'Kith is starting …',
      locked: 'Locked: Kith needs your passphrase',
      failed: 'Kith cannot start: see why',
      stopping: 'Kith is stopping …',
    },
    connected: (connected, known) => (known === 0 ? 'No peers yet' : `${connected} of ${known} connected`),
    requests: (waiting) => (waiting === 1 ? '1 request waits for you' : `${waiting} requests wait for you`),
    held: {
      schedule: 'Held back by your schedule',
      override: 'Held back by you',
      metered: 'Held back: metered network',
      battery: 'Held back: on battery',
      quota: 'Paused: the month’s volume is used up',
    },
    paused: 'Paused',
    quiet: 'Quiet mode',
    quietUntil: (time) => `Quiet mode until ${time}`,
    forAnHour: 'For one hour',
    untilMorning: (time) => `Until tomorrow at ${time}`,
    untilEnded: 'Until I switch it off',
    endQuiet: 'Switch quiet mode off',
    pause: 'Pause',
    resume: 'Resume',
    show: 'Show Kith',
    quit: 'Quit Kith',
  },
  notification: englishNotification,
  actions: {
    letIn: 'Let in',
    ignore: 'Ignore',
    unban: 'Let in again',
    quiet: 'Quiet mode',
    pause: 'Pause',
    failed: (why) => ({ title: 'That did not work', body: why }),
  },
}

const german: MainWords = {
  locale: 'de',
  tray: {
    phase: {
      starting: 'Kith startet …',
      locked: 'Verschlossen: Kith braucht deine Passphrase',
      failed: 'Kith kann nicht starten: sieh nach, warum',
      stopping: 'Kith wird beendet …',
    },
    connected: (connected, known) => (known === 0 ? 'Noch keine Peers' : `${connected} von ${known} verbunden`),
    requests: (waiting) => (waiting === 1 ? '1 Anfrage wartet auf dich' : `${waiting} Anfragen warten auf dich`),
    held: {
      schedule: 'Gedrosselt nach deinem Zeitplan',
      override: 'Von dir gedrosselt',
      metered: 'Gedrosselt: Netz mit Volumentarif',
      battery: 'Gedrosselt: Akkubetrieb',
      quota: 'Pausiert: Das Monatsvolumen ist verbraucht',
    },
    paused: 'Pausiert',
    quiet: 'Leise',
    quietUntil: (time) => `Leise bis ${time}`,
    forAnHour: 'Für eine Stunde',
    untilMorning: (time) => `Bis morgen um ${time}`,
    untilEnded: 'Bis ich es ausschalte',
    endQuiet: '„Leise“ ausschalten',
    pause: 'Pausieren',
    resume: 'Fortsetzen',
    show: 'Kith anzeigen',
    quit: 'Kith beenden',
  },
  notification: germanNotification,
  actions: {
    letIn: 'Einlassen',
    ignore: 'Ignorieren',
    unban: 'Sperre aufheben',
    quiet: 'Leise',
    pause: 'Pausieren',
    failed: (why) => ({ title: 'Das hat nicht geklappt', body: why }),
  },
}

function germanNotification(about: NotificationSubject): NotificationText {
  switch (about.kind) {
    case 'request':
      return {
        title: about.waiting === 1 ? 'Jemand möchte sich verbinden' : `${about.waiting} Peers möchten sich verbinden`,
        body: `${about.name ?? 'Ein Peer ohne Namen'} bittet um Einlass. Entscheide unter „Anfragen“.`,
      }
    case 'ban': {
      const { count, unit } = roughTime(about.forMs)
      const inTime = unit === 'hour' ? `${count} Stunden` : count === 1 ? 'einer Minute' : `${count} Minuten`
      return {
        title: 'Ein Peer ist für eine Weile gesperrt',
        body: `${about.name ?? 'Ein Peer ohne Namen'} hat sich immer wieder schlecht benommen und darf in ${inTime} wiederkommen. Früher zulassen kannst du ihn unter „Peers“.`,
      }
    }
    case 'bans-held':
      return {
        title: 'Zu viele Peers benehmen sich zugleich schlecht',
        body: 'Vielleicht stimmt auf dieser Seite etwas nicht, darum wird eine Stunde lang niemand automatisch gesperrt. Sieh unter „Peers“ nach, und lass die Sperren weitergehen, wenn sie richtig sind.',
      }
    case 'quota':
      return germanQuota(about)
    case 'invite-accepted':
      return {
        title: 'Deine Einladung wurde angenommen',
        body: `${about.name ?? 'Ein Peer ohne Namen'} steht jetzt auf deiner Liste.`,
      }
  }
}

function germanQuota(about: Extract<NotificationSubject, { kind: 'quota' }>): NotificationText {
  const { peerId, name, state, whenReached } = about
  const whose = peerId === null ? 'Das Monatsvolumen' : `Das Monatsvolumen von ${name ?? 'einem Peer'}`
  const size = volumeWords(about.limitBytes, 'de')
  if (state === 'warned')
    return {
      title: `${whose} ist fast verbraucht`,
      body: `Von ${size} ist wenig übrig. ${whenReached === 'pause' ? 'Ist es verbraucht, bleiben nur die Verbindungen bestehen.' : 'Es hört nichts auf, wenn es verbraucht ist; du erfährst es dann.'}`,
    }
  return {
    title: `${whose} ist verbraucht`,
    body:
      whenReached === 'pause'
        ? `${size} sind durchgegangen. Verbindungen bleiben bestehen, und sonst geht nichts durch, bis der Monat neu beginnt. Ändern kannst du das unter „Bandbreite“.`
        : `${size} sind durchgegangen. Du wolltest nur gewarnt werden, darum geht es weiter.`,
  }
}

const inLanguage = { en: english, de: german }

/**
 * @param wished the setting `appearance.language`
 * @param spoken the system's languages, the dearest first (`app.getPreferredSystemLanguages()`)
 */
export function wordsIn(wished: Settings['appearance']['language'], spoken: readonly string[]): MainWords {
  if (wished !== 'system') return inLanguage[wished]
  for (const tag of spoken) {
    const known = tag.toLowerCase().split(/[-_]/)[0]
    if (known === 'en' || known === 'de') return inLanguage[known]
  }
  return english
}
