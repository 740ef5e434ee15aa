/** What the node says of invite links, codes and the lines of an allowlist, English to German. See `from-node.ts`. */

export const nodeLists: readonly (readonly [string, string])[] = [
  // Invite links
  [
    'There is no invite link here. It begins with kith://join#.',
    'Hier ist kein Einladungslink. Er beginnt mit kith://join#.',
  ],
  [
    'This is a peer’s address, not an invite link. Add the peer by its address instead.',
    'Das ist die Adresse eines Peers, kein Einladungslink. Füge den Peer stattdessen über seine Adresse hinzu.',
  ],
  [
    'This is not an invite link. It begins with kith://join#.',
    'Das ist kein Einladungslink. Er beginnt mit kith://join#.',
  ],
  [
    'This invite link was made by a newer version of Kith. Update Kith here, then open it again.',
    'Dieser Einladungslink stammt von einer neueren Version von Kith. Aktualisiere Kith hier, und öffne ihn dann noch einmal.',
  ],

  // Codes
  [
    'This is not a verification code. The other person finds theirs where their screen shows your safety words.',
    'Das ist kein Code zur Bestätigung. Die andere Person findet ihren dort, wo ihr Bildschirm eure Sicherheitswörter zeigt.',
  ],
  [
    'This verification code is from another version of Kith. Compare the safety words instead.',
    'Dieser Code stammt von einer anderen Version von Kith. Vergleicht stattdessen die Sicherheitswörter.',
  ],
  [
    'This verification code is damaged. Read it again, or compare the safety words.',
    'Dieser Code ist beschädigt. Lies ihn noch einmal, oder vergleicht die Sicherheitswörter.',
  ],
  [
    'This is your own code. Read the one on the other person’s screen.',
    'Das ist dein eigener Code. Lies den auf dem Bildschirm der anderen Person.',
  ],
  [
    'This code belongs to somebody else (…{id}), not to this peer. Make sure that you opened the right peer; if you did, do not trust it.',
    'Dieser Code gehört jemand anderem (…{id}), nicht diesem Peer. Achte darauf, dass du den richtigen Peer geöffnet hast; wenn ja, traue ihm nicht.',
  ],
  [
    'This code is from the right peer, but about somebody else. They have to open your entry and show that code.',
    'Dieser Code ist vom richtigen Peer, aber über jemand anderen. Dort muss dein Eintrag geöffnet und dessen Code gezeigt werden.',
  ],

  // Lines of an allowlist
  ['This is not JSON: {why}.', 'Das ist kein JSON: {why}.'],
  [
    'An allowlist in JSON is {"format":"{format}","version":{n},"peers":[…]}; this is something else.',
    'Eine Freigabeliste in JSON ist {"format":"{format}","version":{n},"peers":[…]}; das hier ist etwas anderes.',
  ],
  [
    'This file was written by a newer Kith (version {n} of the format).',
    'Diese Datei stammt von einem neueren Kith (Version {n} des Formats).',
  ],
  ['It names no peer.', 'Hier steht kein Peer.'],
  ['It cannot be read.', 'Das ist nicht lesbar.'],
  ['At most {n} addresses of a peer are kept.', 'Von einem Peer werden höchstens {n} Adressen behalten.'],
  [
    'At most {n} peers are read from one file: this one and all behind it are left out.',
    'Aus einer Datei werden höchstens {n} Peers gelesen: Dieser und alle danach werden ausgelassen.',
  ],
  [
    '“{text}” cannot be read: a text in quotes begins and ends with ", and stands apart from the next word.',
    '„{text}“ ist nicht lesbar: Ein Text in Anführungszeichen beginnt und endet mit " und steht für sich.',
  ],
  ['The {what} is given twice.', 'Doppelt angegeben: {what}.'],
  ['“{text}” is no level here. The levels are {levels}.', '„{text}“ ist hier keine Stufe. Es gibt {levels}.'],
  ['Write keep or no-keep, without “=”.', 'Schreib keep oder no-keep, ohne „=“.'],
  [
    '“{text}” makes no sense here. A line is: PEER LEVEL "NAME" keep permissions=… up=… down=… monthly=… address=… note="…"; the levels are {levels}.',
    '„{text}“ ergibt hier keinen Sinn. Eine Zeile ist: PEER STUFE "NAME" keep permissions=… up=… down=… monthly=… address=… note="…"; Stufen sind {levels}.',
  ],
  [
    '“{text}” is no permission. There are {permissions}; or write none, or default.',
    '„{text}“ ist keine Berechtigung. Es gibt {permissions}; oder schreib none oder default.',
  ],
  [
    'Line {n} is about the same peer again, and counts instead.',
    'In Zeile {n} steht derselbe Peer noch einmal; sie gilt.',
  ],
  [
    '“{key}={text}” cannot be read: write {example}, or {same}=unlimited.',
    '„{key}={text}“ ist nicht lesbar: Schreib {example}, oder {same}=unlimited.',
  ],
  ['“{key}={text}” is more than can be set{rest}.', '„{key}={text}“ ist mehr, als sich festlegen lässt.'],
]
