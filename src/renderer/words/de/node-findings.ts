/** What the node's health checks and its services say, English to German. Places in braces: `from-node.ts`. */

const APART = 'Verbindungen bleiben bestehen, sonst geht nichts durch.'

export const nodeFindings: readonly (readonly [string, string])[] = [
  // Identity and keychain
  [
    'The key is open. It is kept in the keychain of this system.',
    'Der Schlüssel ist offen. Er liegt im Schlüsselbund dieses Systems.',
  ],
  [
    'The key is open. It is kept in a file that is sealed with a passphrase.',
    'Der Schlüssel ist offen. Er liegt in einer Datei, die mit einer Passphrase versiegelt ist.',
  ],
  [
    'The key lies in a plain file. Whoever can read that file can act as this node.',
    'Der Schlüssel liegt in einer einfachen Datei. Wer sie lesen kann, kann sich als dieser Knoten ausgeben.',
  ],
  [
    'Let nobody else read the data folder. A node that matters is better begun anew, in another data folder, with --key-store keychain or --key-store sealed-file.',
    'Lass niemanden sonst den Datenordner lesen. Ein Knoten, auf den es ankommt, wird besser neu angelegt, in einem anderen Datenordner, mit --key-store keychain oder --key-store sealed-file.',
  ],
  [
    'Not needed: the key of this node is kept in a file.',
    'Nicht nötig: Der Schlüssel dieses Knotens liegt in einer Datei.',
  ],
  ['The keychain does not answer.', 'Der Schlüsselbund antwortet nicht.'],
  [
    'It may be waiting for you in another window. The node goes on with the key that it has open.',
    'Vielleicht wartet er in einem anderen Fenster auf dich. Der Knoten läuft mit dem offenen Schlüssel weiter.',
  ],
  [
    'The keychain keeps failing, so it is left alone for a while.',
    'Der Schlüsselbund scheitert immer wieder und bekommt deshalb eine Pause.',
  ],
  [
    'Unlock it or log in again before the next start. The node goes on with the key that it has open.',
    'Entsperre ihn vor dem nächsten Start, oder melde dich neu an. Der Knoten läuft mit dem offenen Schlüssel weiter.',
  ],
  ['The keychain of this session is gone.', 'Der Schlüsselbund dieser Sitzung ist weg.'],
  [
    'Log in again before the next start: the node then needs it. It goes on with the key that it has open.',
    'Melde dich vor dem nächsten Start neu an: Dann braucht der Knoten ihn. Solange läuft er mit dem offenen Schlüssel weiter.',
  ],
  [
    'The keychain gave the key when the node started.',
    'Der Schlüsselbund hat den Schlüssel beim Start des Knotens herausgegeben.',
  ],

  // Kept peers
  ['No peer is to be kept connected.', 'Kein Peer soll verbunden gehalten werden.'],
  [
    'Every kept peer that you want connected is connected.',
    'Alle gehaltenen Peers, die verbunden sein sollen, sind es.',
  ],
  ['All kept peers are connected.', 'Alle gehaltenen Peers sind verbunden.'],
  ['All kept peers were lost at about the same time.', 'Alle gehaltenen Peers gingen etwa zur selben Zeit verloren.'],
  [
    'Most likely the network of this machine is down or lets nothing out. Kith tries again by itself.',
    'Wahrscheinlich ist das Netz dieses Rechners weg oder lässt nichts hinaus. Kith versucht es von selbst wieder.',
  ],
  ['None of the {n} kept peers is connected.', 'Von {n} gehaltenen Peers ist keiner verbunden.'],
  ['{who} is being connected.', '{who} wird verbunden.'],
  ['{who} are being connected.', '{who} werden verbunden.'],
  ['{who} is not connected.', '{who} ist nicht verbunden.'],
  ['{who} are not connected.', '{who} sind nicht verbunden.'],
  ['{who} is connected.', '{who} ist verbunden.'],
  [
    'Ask {who} to let this node in: it waits there as a request.',
    'Bitte {who} um Einlass: Dort wartet dieser Knoten als Anfrage.',
  ],
  ['Ask {who}: the other side turns this node away.', 'Frag {who}: Die Gegenseite weist diesen Knoten ab.'],
  [
    'Ask {who} for the address that holds now, or for an invite, and add it.',
    'Frag {who} nach der jetzigen Adresse oder einer Einladung, und füge sie hinzu.',
  ],
  [
    'See that {who} runs a version of Kith that fits this one.',
    'Sieh nach, dass {who} eine Version von Kith hat, die zu dieser passt.',
  ],
  [
    'This node has no place left. Raise limits.connections in the settings, or close others.',
    'Dieser Knoten hat keinen Platz mehr. Erhöhe limits.connections in den Einstellungen, oder trenne andere.',
  ],
  [
    'Nothing needs doing if it is switched off: Kith keeps trying. If it is on, see that it is running and online.',
    'Ist er ausgeschaltet, ist nichts zu tun: Kith versucht es weiter. Ist er an, sieh nach, dass Kith dort läuft und online ist.',
  ],
  [
    'Nothing needs doing if they are switched off: Kith keeps trying. If they are on, see that they are running and online.',
    'Sind sie ausgeschaltet, ist nichts zu tun: Kith versucht es weiter. Sind sie an, sieh nach, dass Kith dort läuft und online ist.',
  ],

  // Listening and reachability
  [
    'This node does not listen, as its settings say. It reaches others.',
    'Dieser Knoten nimmt keine Verbindungen an, wie seine Einstellungen es sagen. Er erreicht andere.',
  ],
  [
    'This node listens on every address that was asked for.',
    'Dieser Knoten nimmt auf allen gewünschten Adressen Verbindungen an.',
  ],
  [
    'This node listens nowhere: nobody can reach it.',
    'Dieser Knoten nimmt nirgends Verbindungen an: Niemand kann ihn erreichen.',
  ],
  [
    'This node could not listen on {where}. The other addresses work.',
    'Auf {where} konnte dieser Knoten keine Verbindungen annehmen. Die anderen Adressen funktionieren.',
  ],
  [
    'Another program holds {where}, so this node listens on a free port instead.',
    'Ein anderes Programm belegt {where}, deshalb nimmt dieser Knoten einen freien Port.',
  ],
  [
    'Others find it all the same, but an address that you gave away or a port that you forwarded does not fit now. End the other program (often a second Kith) and start this node again, or choose another port in the settings.',
    'Andere finden ihn trotzdem, aber eine Adresse, die du weitergegeben hast, oder ein weitergeleiteter Port passt jetzt nicht. Beende das andere Programm (oft ein zweites Kith) und starte diesen Knoten neu, oder wähle in den Einstellungen einen anderen Port.',
  ],
  [
    'Correct network.listen in the settings and start the node again.',
    'Berichtige network.listen in den Einstellungen, und starte den Knoten neu.',
  ],
  [
    'See whether another program holds the port, or whether this machine has such an address, and start the node again.',
    'Sieh nach, ob ein anderes Programm den Port belegt oder ob dieser Rechner eine solche Adresse hat, und starte den Knoten neu.',
  ],
  [
    'Nobody reaches this node, as its settings say: it does not listen.',
    'Niemand erreicht diesen Knoten, wie seine Einstellungen es sagen: Er nimmt keine Verbindungen an.',
  ],
  ['Nothing needs doing: Kith tries again by itself.', 'Nichts ist zu tun: Kith versucht es von selbst wieder.'],
  ['Others come in from the internet.', 'Andere kommen aus dem Internet herein.'],
  ['This node has an address on the internet.', 'Dieser Knoten hat eine Adresse im Internet.'],
  [
    'Others reach this node on the local network, and through a relay.',
    'Andere erreichen diesen Knoten im lokalen Netz und über ein Relais.',
  ],
  ['Others reach this node through a relay.', 'Andere erreichen diesen Knoten über ein Relais.'],
  [
    'Others on the local network can reach this node. From elsewhere they need a forwarded port or a relay.',
    'Andere im lokalen Netz können diesen Knoten erreichen. Von anderswo brauchen sie einen weitergeleiteten Port oder ein Relais.',
  ],
  [
    'Only this machine can reach this node: its settings say so.',
    'Nur dieser Rechner kann diesen Knoten erreichen: So sagen es seine Einstellungen.',
  ],
  [
    'If others are to reach it, put network.listen back to its default and start the node again.',
    'Sollen andere ihn erreichen, setze network.listen auf den Standard zurück, und starte den Knoten neu.',
  ],
  [
    'This machine is on no network: nobody else can reach this node.',
    'Dieser Rechner ist in keinem Netz: Niemand sonst kann diesen Knoten erreichen.',
  ],
  [
    'Connect the machine to a network. Kith notices that by itself.',
    'Verbinde den Rechner mit einem Netz. Kith merkt das von selbst.',
  ],

  // Storage and clock
  ['The database can be written and read.', 'Die Datenbank lässt sich schreiben und lesen.'],
  [
    'The database does not give back what was written into it.',
    'Die Datenbank gibt nicht zurück, was in sie geschrieben wurde.',
  ],
  [
    'See that the disk of the data folder has room and can be written to. Kith tries again by itself.',
    'Sieh nach, dass die Festplatte des Datenordners Platz hat und beschreibbar ist. Kith versucht es von selbst wieder.',
  ],
  [
    'Make room on the disk of the data folder. Kith goes on by itself.',
    'Schaffe Platz auf der Festplatte des Datenordners. Kith macht von selbst weiter.',
  ],
  [
    'Stop the node, and restore a backup or start with a new data folder. A copy of the damaged file is kept.',
    'Beende den Knoten, und stelle eine Sicherung wieder her oder beginne mit einem neuen Datenordner. Eine Kopie der beschädigten Datei bleibt erhalten.',
  ],
  [
    'See that the data folder can be written to. The log of the node says more.',
    'Sieh nach, dass der Datenordner beschreibbar ist. Das Log des Knotens sagt mehr.',
  ],
  [
    'The data folder of this node is gone or cannot be read.',
    'Der Datenordner dieses Knotens ist weg oder nicht lesbar.',
  ],
  [
    'See that its disk is there and that the folder was not moved or removed, and start the node again.',
    'Sieh nach, dass seine Festplatte da ist und der Ordner nicht verschoben oder gelöscht wurde, und starte den Knoten neu.',
  ],
  ['How full the disk is cannot be told here.', 'Wie voll die Festplatte ist, lässt sich hier nicht sagen.'],
  ['Make room on the disk of the data folder.', 'Schaffe Platz auf der Festplatte des Datenordners.'],
  [
    'The disk is as good as full: less than 50 MiB are left.',
    'Die Festplatte ist so gut wie voll: Weniger als 50 MiB sind frei.',
  ],
  [
    'The disk is nearly full: less than 500 MiB are left.',
    'Die Festplatte ist fast voll: Weniger als 500 MiB sind frei.',
  ],
  ['There is room on the disk.', 'Auf der Festplatte ist Platz.'],
  ['The clock of this machine looks right.', 'Die Uhr dieses Rechners scheint richtig zu gehen.'],
  ['The clock of this machine says it is the year {year}.', 'Die Uhr dieses Rechners zeigt das Jahr {year}.'],
  [
    'Set its date and time. Bans, invites and the times in the log go by it.',
    'Stelle Datum und Uhrzeit. Sperren, Einladungen und die Zeiten im Protokoll richten sich danach.',
  ],
  [
    'The clock of this machine was just set forward by {span}.',
    'Die Uhr dieses Rechners wurde gerade um {span} vorgestellt.',
  ],
  [
    'The clock of this machine was just set back by {span}.',
    'Die Uhr dieses Rechners wurde gerade um {span} zurückgestellt.',
  ],
  [
    'Nothing needs doing if it is right now. If not, set it: bans, invites and the times in the log go by it.',
    'Geht sie jetzt richtig, ist nichts zu tun. Wenn nicht, stelle sie: Sperren, Einladungen und die Zeiten im Protokoll richten sich danach.',
  ],

  // Bandwidth
  [
    'The volume of this month is used up. Links stay up, and nothing else passes.',
    `Das Volumen dieses Monats ist verbraucht. ${APART}`,
  ],
  [
    'The volume of this month is used up. You chose only to be warned, so traffic goes on.',
    'Das Volumen dieses Monats ist verbraucht. Du wolltest nur gewarnt werden, deshalb fließt es weiter.',
  ],
  [
    'Wait until the month begins anew, or change the monthly volume under Bandwidth.',
    'Warte, bis der Monat von vorn beginnt, oder ändere das Monatsvolumen unter Bandbreite.',
  ],
  ['The bandwidth is paused. Links stay up, and nothing else passes.', `Die Bandbreite ist pausiert. ${APART}`],
  [
    'The bandwidth is paused by hand. Links stay up, and nothing else passes.',
    `Die Bandbreite ist von Hand pausiert. ${APART}`,
  ],
  [
    'The bandwidth is paused by the schedule. Links stay up, and nothing else passes.',
    `Der Zeitplan hat die Bandbreite pausiert. ${APART}`,
  ],
  [
    'The bandwidth is paused because the network charges by volume. Links stay up, and nothing else passes.',
    `Die Bandbreite ist pausiert, weil das Netz nach Volumen abrechnet. ${APART}`,
  ],
  [
    'The bandwidth is paused because this machine runs on its battery. Links stay up, and nothing else passes.',
    `Die Bandbreite ist pausiert, weil dieser Rechner mit Akku läuft. ${APART}`,
  ],
  [
    'The volume of this month is nearly used up. When it is, only the links stay up.',
    'Das Volumen dieses Monats ist fast verbraucht. Danach bleiben nur die Verbindungen bestehen.',
  ],
  [
    'The volume of this month is nearly used up. You will be told when it is.',
    'Das Volumen dieses Monats ist fast verbraucht. Du erfährst, wenn es so weit ist.',
  ],
  [
    'See under Bandwidth who needs so much, or change the monthly volume there.',
    'Sieh unter Bandbreite nach, wer so viel braucht, oder ändere dort das Monatsvolumen.',
  ],
  [
    'The monthly volume that you set for {who} is used up.',
    'Das Monatsvolumen, das du für {who} festgelegt hast, ist verbraucht.',
  ],
  [
    'The monthly volume that you set for {who} is used up. Nothing but the link passes between you.',
    'Das Monatsvolumen, das du für {who} festgelegt hast, ist verbraucht. Zwischen euch besteht nur noch die Verbindung.',
  ],
  [
    'Wait until the month begins anew, or change the limits of the peer.',
    'Warte, bis der Monat von vorn beginnt, oder ändere die Limits des Peers.',
  ],
  [
    'No caps are set: traffic flows as fast as it can.',
    'Keine Limits sind gesetzt: Alles fließt so schnell, wie es kann.',
  ],
  ['Traffic is held to the caps of “normal”.', 'Die Limits von „normal“ gelten.'],
  ['Traffic is held to the caps of “quiet” by hand.', 'Die Limits von „leise“ gelten, von Hand geschaltet.'],
  ['Traffic is held to the caps of “quiet” by the schedule.', 'Die Limits von „leise“ gelten, nach dem Zeitplan.'],
  ['Traffic is held to the caps of “{profile}” by hand.', 'Die Limits von „{profile}“ gelten, von Hand geschaltet.'],
  [
    'Traffic is held to the caps of “{profile}” by the schedule.',
    'Die Limits von „{profile}“ gelten, nach dem Zeitplan.',
  ],
  [
    'Traffic is held to the caps of “{profile}” because the network charges by volume.',
    'Die Limits von „{profile}“ gelten, weil das Netz nach Volumen abrechnet.',
  ],
  [
    'Traffic is held to the caps of “{profile}” because this machine runs on its battery.',
    'Die Limits von „{profile}“ gelten, weil dieser Rechner mit Akku läuft.',
  ],
  ['Traffic is held to the caps of “{profile}”.', 'Die Limits von „{profile}“ gelten.'],
  ['End it under Bandwidth, or with kith limits resume.', 'Beende es unter Bandbreite, oder mit kith limits resume.'],
  [
    'It ends by itself when the schedule says so. To end it now, choose another profile under Bandwidth.',
    'Es endet von selbst, wenn der Zeitplan es sagt. Um es jetzt zu beenden, wähle unter Bandbreite ein anderes Profil.',
  ],
  [
    'It ends by itself when that is over. What then happens is chosen under Bandwidth.',
    'Es endet von selbst, wenn das vorbei ist. Was dann geschieht, wird unter Bandbreite gewählt.',
  ],
  ['Set other caps under Bandwidth.', 'Setze unter Bandbreite andere Limits.'],

  // Any check
  ['This check did not come to an end within {n} s.', 'Diese Prüfung kam innerhalb von {n} s zu keinem Ende.'],
  ['If it stays so, start Kith again. Its log says more.', 'Bleibt es so, starte Kith neu. Sein Log sagt mehr.'],
  ['This could not be checked because of a fault in Kith.', 'Das ließ sich wegen eines Fehlers in Kith nicht prüfen.'],
  ['The log of the node says more.', 'Das Log des Knotens sagt mehr.'],

  // Services that are left alone
  [
    'The system’s keychain keeps failing, so Kith leaves it alone for a while: no key can be read from it or kept in it. A node that runs has its key already and goes on.',
    'Der Schlüsselbund des Systems scheitert immer wieder, deshalb lässt Kith ihn eine Weile: Kein Schlüssel lässt sich daraus lesen oder darin ablegen. Ein laufender Knoten hat seinen Schlüssel schon und läuft weiter.',
  ],
  [
    'The disk is full or reports errors, so what you decide now cannot be saved and is refused. Connections go on, and what the node notes by itself (addresses, times, histories, the log) waits in memory until it can be written.',
    'Die Festplatte ist voll oder meldet Fehler, deshalb lässt sich nicht speichern, was du jetzt entscheidest, und es wird abgelehnt. Verbindungen laufen weiter, und was der Knoten selbst festhält (Adressen, Zeiten, Verläufe, das Protokoll), wartet im Speicher, bis es geschrieben werden kann.',
  ],
  [
    'Relays keep failing, so nobody is dialled through one and no place is reserved on one. Direct connections work as before.',
    'Relais scheitern immer wieder, deshalb wird keines benutzt und auf keinem ein Platz belegt. Direkte Verbindungen funktionieren wie zuvor.',
  ],
  [
    'mDNS keeps failing, so peers on this network are not found by themselves. Addresses that are known or typed work as before.',
    'mDNS scheitert immer wieder, deshalb werden Peers in diesem Netz nicht von selbst gefunden. Bekannte oder eingegebene Adressen funktionieren wie zuvor.',
  ],
  [
    'Looking for updates keeps failing, so Kith does not hear of new versions. Everything else works as before.',
    'Die Suche nach Updates scheitert immer wieder, deshalb erfährt Kith nichts von neuen Versionen. Alles andere funktioniert wie zuvor.',
  ],
]
