/** Words of the app's own dialogs and of its menu bar, in every language that the screens speak. English is the measure. */
import type { FileProblem } from './opened-things.ts'

export interface LifeWords {
  readonly ok: string
  readonly cancel: string
  readonly open: {
    readonly question: string
    readonly detail: (address: string) => string
    readonly agree: string
  }
  readonly gone: {
    readonly title: string
    readonly detail: string
    readonly again: string
    readonly logs: string
    readonly quit: string
  }
  readonly hangs: {
    readonly title: string
    readonly detail: string
    readonly wait: string
    readonly reload: string
  }
  readonly file: {
    readonly title: (name: string) => string
    readonly why: Readonly<Record<FileProblem, string>>
  }
  /** Told once, when the window is closed for the first time and Kith goes on. */
  readonly goesOn: { readonly title: string; readonly body: string }
  readonly menu: Readonly<
    Record<
      | 'file'
      | 'edit'
      | 'view'
      | 'window'
      | 'close'
      | 'quit'
      | 'undo'
      | 'redo'
      | 'cut'
      | 'copy'
      | 'paste'
      | 'selectAll'
      | 'actualSize'
      | 'larger'
      | 'smaller'
      | 'fullScreen'
      | 'developer',
      string
    >
  >
}

const english: LifeWords = {
  ok: 'OK',
  cancel: 'Cancel',
  open: {
    question: 'Open this page in your browser?',
    detail: (address) => `${address}\n\nIts server will see your address on the Internet.`,
    agree: 'Open',
  },
  gone: {
    title: 'The window of Kith stops working again and again',
    detail:
      'Your node goes on: peers stay connected, and nothing is lost. You can try once more, or look into the log, which says when and why.',
    again: 'Try again',
    logs: 'Show the log',
    quit: 'Quit Kith',
  },
  hangs: {
    title: 'The window of Kith does not answer',
    detail: 'Your node goes on. You can wait, or load the window anew; what you were typing is lost then.',
    wait: 'Wait',
    reload: 'Load anew',
  },
  file: {
    title: (name) => `“${name}” cannot be opened`,
    why: {
      missing: 'There is no such file, or it may not be read.',
      'no-file': 'That is a folder or a device. Kith opens lists of peers and backups.',
      'too-large': 'It is larger than any list or backup of Kith (16 MB).',
      'no-text': 'It is no text. Kith opens lists of peers and backups.',
    },
  },
  goesOn: {
    title: 'Kith goes on in the background',
    body: 'Your peers stay connected. The icon in the tray brings the window back and ends Kith. You can change that in the settings.',
  },
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    close: 'Close window',
    quit: 'Quit Kith',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    actualSize: 'Actual size',
    larger: 'Larger',
    smaller: 'Smaller',
    fullScreen: 'Full screen',
    developer: 'Developer tools',
  },
}

const german: LifeWords = {
  ok: 'OK',
  cancel: 'Abbrechen',
  open: {
    question: 'Diese Seite in deinem Browser öffnen?',
    detail: (address) => `${address}\n\nIhr Server sieht dabei deine Adresse im Internet.`,
    agree: 'Öffnen',
  },
  gone: {
    title: 'Das Fenster von Kith fällt immer wieder aus',
    detail:
      'Dein Knoten läuft weiter: Peers bleiben verbunden, und nichts geht verloren. Du kannst es noch einmal versuchen oder im Protokoll nachsehen, wann und warum es geschah.',
    again: 'Noch einmal versuchen',
    logs: 'Protokoll zeigen',
    quit: 'Kith beenden',
  },
  hangs: {
    title: 'Das Fenster von Kith antwortet nicht',
    detail:
      'Dein Knoten läuft weiter. Du kannst warten oder das Fenster neu laden; was du gerade schreibst, ist dann weg.',
    wait: 'Warten',
    reload: 'Neu laden',
  },
  file: {
    title: (name) => `„${name}“ lässt sich nicht öffnen`,
    why: {
      missing: 'Diese Datei gibt es nicht, oder sie darf nicht gelesen werden.',
      'no-file': 'Das ist ein Ordner oder ein Gerät. Kith öffnet Listen von Peers und Sicherungen.',
      'too-large': 'Sie ist größer als jede Liste oder Sicherung von Kith (16 MB).',
      'no-text': 'Das ist kein Text. Kith öffnet Listen von Peers und Sicherungen.',
    },
  },
  goesOn: {
    title: 'Kith läuft im Hintergrund weiter',
    body: 'Deine Peers bleiben verbunden. Über das Symbol in der Leiste holst du das Fenster zurück und beendest Kith. In den Einstellungen kannst du das ändern.',
  },
  menu: {
    file: 'Datei',
    edit: 'Bearbeiten',
    view: 'Ansicht',
    window: 'Fenster',
    close: 'Fenster schließen',
    quit: 'Kith beenden',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    selectAll: 'Alles auswählen',
    actualSize: 'Originalgröße',
    larger: 'Größer',
    smaller: 'Kleiner',
    fullScreen: 'Vollbild',
    developer: 'Entwicklerwerkzeuge',
  },
}

export const lifeWords = (locale: 'en' | 'de'): LifeWords => ({ en: english, de: german })[locale]
