/** What the node says when it cannot start, and of the key and its passphrase, English to German. See `from-node.ts`. */

export const nodeStart: readonly (readonly [string, string])[] = [
  ['The node is starting. Try again in a moment.', 'Der Knoten startet gerade. Versuche es gleich noch einmal.'],
  ['The node is stopping.', 'Der Knoten wird gerade beendet.'],
  ['The node is not reachable.', 'Der Knoten ist nicht erreichbar.'],
  ['Open the screens to unlock it.', 'Öffne die Ansichten, um ihn zu entsperren.'],
  ['Its log says why.', 'Sein Log sagt, warum.'],
  [
    'Kith could not start because of a fault of its own. Its log says more.',
    'Kith konnte wegen eines eigenen Fehlers nicht starten. Sein Log sagt mehr.',
  ],
  ['There is nothing of that kind to resolve now.', 'Davon ist gerade nichts zu lösen.'],
  [
    'The key of this node lies in a plain file. Whoever can read that file can act as this node. Use --key-store keychain or sealed-file where you can.',
    'Der Schlüssel dieses Knotens liegt in einer einfachen Datei. Wer sie lesen kann, kann sich als dieser Knoten ausgeben. Nimm --key-store keychain oder sealed-file, wo es geht.',
  ],
  [
    'Only the desktop app can do that. This node runs as a server, and its screens are shown by a browser.',
    'Das kann nur die Desktop-App. Dieser Knoten läuft als Server, und seine Ansichten zeigt ein Browser.',
  ],

  // Key and passphrase
  [
    'A library that Kith needs to reach it is missing or does not fit this system (on Linux: libsecret).',
    'Eine Bibliothek, die Kith dafür braucht, fehlt oder passt nicht zu diesem System (unter Linux: libsecret).',
  ],
  ['No keychain is running in this session.', 'In dieser Sitzung läuft kein Schlüsselbund.'],
  ['It is locked.', 'Er ist verschlossen.'],
  ['Access was denied.', 'Der Zugriff wurde verweigert.'],
  ['It reported an error.', 'Er hat einen Fehler gemeldet.'],
  ['It does not give back what it was given to keep.', 'Er gibt nicht zurück, was ihm anvertraut wurde.'],
  ['It failed for a reason that it did not explain.', 'Er ist gescheitert, ohne zu sagen, warum.'],
  [
    'It failed several times, so Kith leaves it alone {rest}.',
    'Er ist mehrmals gescheitert und bekommt deshalb eine Pause.',
  ],
  ['A sealed file cannot be without a passphrase.', 'Eine versiegelte Datei braucht eine Passphrase.'],
  [
    'Another backup, restore or change of the passphrase is under way. Try again in a moment.',
    'Eine andere Sicherung, Wiederherstellung oder Änderung der Passphrase läuft noch. Versuche es gleich noch einmal.',
  ],
  [
    'The key has no passphrase that could be taken away.',
    'Der Schlüssel hat keine Passphrase, die sich entfernen ließe.',
  ],
  [
    'This node keeps its key in a plain file, because --key-store insecure-file asked for it, and a plain file has no passphrase. To seal the key, make a backup and restore it into a new data folder.',
    'Dieser Knoten bewahrt seinen Schlüssel in einer einfachen Datei auf, weil --key-store insecure-file es so wollte, und die hat keine Passphrase. Um den Schlüssel zu versiegeln, lege eine Sicherung an, und stelle sie in einem neuen Datenordner wieder her.',
  ],
  [
    'This node keeps its key in a plain file, which has no passphrase. Restore without a new passphrase, or start with another --key-store.',
    'Dieser Knoten bewahrt seinen Schlüssel in einer einfachen Datei auf, die keine Passphrase hat. Stelle ohne neue Passphrase wieder her, oder starte mit einem anderen --key-store.',
  ],
  [
    'The key is kept in a sealed file, which cannot be without a passphrase. Change it instead.',
    'Der Schlüssel liegt in einer versiegelten Datei, und die braucht eine Passphrase. Ändere sie stattdessen.',
  ],
  [
    'The settings that this node was started with (--config) require a passphrase. Take identity.requirePassphrase out of them first.',
    'Die Einstellungen, mit denen dieser Knoten gestartet wurde (--config), verlangen eine Passphrase. Nimm zuerst identity.requirePassphrase heraus.',
  ],

  // Identity and backup
  [
    'The identity of this data folder is kept in {place}. Start with --key-store {store} or without --key-store.',
    'Die Identität dieses Datenordners liegt {place}. Starte mit --key-store {store} oder ohne --key-store.',
  ],
  [
    'More than one identity was found: {places}. Say which one is yours with --key-store {store}.',
    'Mehr als eine Identität wurde gefunden: {places}. Sag mit --key-store {store}, welche deine ist.',
  ],
  ['Kith cannot read {what}.', 'Kith kann das nicht lesen: {what}.'],
  [
    'This data folder belongs to an identity whose key is no longer in {place}. Kith makes no new one in its place. Restore it from a backup.',
    'Dieser Datenordner gehört zu einer Identität, deren Schlüssel nicht mehr {place} liegt. Kith legt an ihrer Stelle keine neue an. Stelle sie aus einer Sicherung wieder her.',
  ],
  [
    'This data folder belongs to an identity whose key is no longer in {place}. Kith makes no new one in its place. Restore it from a backup, or sign in as the user who made it.',
    'Dieser Datenordner gehört zu einer Identität, deren Schlüssel nicht mehr {place} liegt. Kith legt an ihrer Stelle keine neue an. Stelle sie aus einer Sicherung wieder her, oder melde dich als der Benutzer an, der sie angelegt hat.',
  ],
  [
    'The keychain cannot be used now. {said} Your identity is kept there and was not touched. Unlock the keychain, then try again.',
    'Der Schlüsselbund ist gerade nicht benutzbar. {said} Deine Identität liegt dort und wurde nicht angerührt. Entsperre den Schlüsselbund, und versuche es dann noch einmal.',
  ],
  [
    'The keychain cannot be used now. {said} Unlock it and try again, or choose a passphrase: then a sealed file keeps your identity.',
    'Der Schlüsselbund ist gerade nicht benutzbar. {said} Entsperre ihn und versuche es noch einmal, oder wähle eine Passphrase: Dann bewahrt eine versiegelte Datei deine Identität.',
  ],
  [
    'The keychain cannot be used now. {said} Unlock it and try again, or start with --key-store sealed-file.',
    'Der Schlüsselbund ist gerade nicht benutzbar. {said} Entsperre ihn und versuche es noch einmal, oder starte mit --key-store sealed-file.',
  ],
  [
    'The identity in {place} is sealed. Enter its passphrase.',
    'Die Identität {place} ist versiegelt. Gib ihre Passphrase ein.',
  ],
  [
    'The identity is to be sealed in {place}. Choose a passphrase for it.',
    'Die Identität soll {place} versiegelt werden. Wähle eine Passphrase für sie.',
  ],
  [
    'An identity was found in a plain key file, which Kith uses only when asked to. Start with --key-store insecure-file to use it.',
    'Eine Identität liegt in einer einfachen Schlüsseldatei, die Kith nur auf Wunsch benutzt. Starte mit --key-store insecure-file, um sie zu benutzen.',
  ],
  [
    'The key in {place} belongs to another identity than this data folder. Kith uses neither. Restore the right one from a backup, or use the data folder that goes with the key.',
    'Der Schlüssel {place} gehört zu einer anderen Identität als dieser Datenordner. Kith benutzt keins von beiden. Stelle die richtige aus einer Sicherung wieder her, oder nimm den Datenordner, der zum Schlüssel gehört.',
  ],
  [
    'Something was found where the identity is kept, but it is not an identity of Kith or was written by a later version. Nothing was changed; restore your identity from a backup.',
    'Am Platz der Identität liegt etwas, das keine Identität von Kith ist oder von einer neueren Version stammt. Nichts wurde geändert; stelle deine Identität aus einer Sicherung wieder her.',
  ],
  [
    'What was sealed with a passphrase is damaged or was written by a later version of Kith ({why}). Restore it from a backup.',
    'Was mit einer Passphrase versiegelt wurde, ist beschädigt oder stammt von einer neueren Version von Kith ({why}). Stelle es aus einer Sicherung wieder her.',
  ],
  [
    'The backup would be too large to be restored, because the notes on the allowlist are very long. Shorten some of them, then try again.',
    'Die Sicherung wäre zu groß, um wiederhergestellt zu werden, weil die Notizen auf der Freigabeliste sehr lang sind. Kürze einige, und versuche es dann noch einmal.',
  ],
  [
    'This version of Kith does not understand a setting in the backup ({why}). Update Kith, then restore it. Nothing was changed.',
    'Diese Version von Kith versteht eine Einstellung in der Sicherung nicht ({why}). Aktualisiere Kith, und stelle sie dann wieder her. Nichts wurde geändert.',
  ],

  // Files
  [
    'The data folder {path} is in use by {who}. Stop it first, or choose another folder with --data-dir.',
    'Der Datenordner {path} wird schon benutzt ({who}). Beende das zuerst, oder wähle mit --data-dir einen anderen Ordner.',
  ],
  [
    'Other users of this machine can read {path}, and Kith may not change that. Make it readable by you only: chmod 600.',
    'Andere Benutzer dieses Rechners können {path} lesen, und Kith darf das nicht ändern. Mach die Datei nur für dich lesbar: chmod 600.',
  ],
  [
    'The disk is full, so {path} could not be written. Make room, then try again.',
    'Die Festplatte ist voll, deshalb ließ sich {path} nicht schreiben. Schaffe Platz, und versuche es dann noch einmal.',
  ],
  [
    'Too many calls. Wait a moment and try again.',
    'Zu viele Anfragen an den Knoten. Warte einen Moment, und versuche es noch einmal.',
  ],
]
