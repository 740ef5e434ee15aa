/** What the node answers where something does not work, English to German: what a person meets on the screens. See `from-node.ts`. */

export const nodeErrors: readonly (readonly [string, string])[] = [
  // A peer that does not connect
  ['The connection failed.', 'Die Verbindung ist gescheitert.'],
  [
    'The peer has not approved this node yet. It has your request; you are connected as soon as it says yes.',
    'Der Peer hat diesen Knoten noch nicht eingelassen. Deine Anfrage ist dort; ihr seid verbunden, sobald er Ja sagt.',
  ],
  [
    'The peer closed the connection: it does not let this node in.',
    'Der Peer hat die Verbindung geschlossen: Er lässt diesen Knoten nicht ein.',
  ],
  ['The peer closed the connection at once.', 'Der Peer hat die Verbindung sofort geschlossen.'],
  ['The peer did not answer in time.', 'Der Peer hat nicht rechtzeitig geantwortet.'],
  ['The peer did not answer within {n} ms.', 'Der Peer hat nicht innerhalb von {n} ms geantwortet.'],
  [
    'Nobody answers at the peer’s addresses. It may be off, or its address may have changed.',
    'An den Adressen des Peers antwortet niemand. Vielleicht ist er aus, oder seine Adresse hat sich geändert.',
  ],
  [
    'Somebody else answers at this address: its peer ID is another one. Ask for the current address.',
    'An dieser Adresse antwortet jemand anderes: Die Peer-ID ist eine andere. Frag nach der jetzigen Adresse.',
  ],
  ['The other end does not speak Kith’s protocols.', 'Die Gegenseite spricht die Protokolle von Kith nicht.'],
  ['None of the peer’s addresses can be dialled.', 'Keine Adresse des Peers lässt sich anwählen.'],
  [
    'No address of this peer is known. Add one, or wait until it connects by itself.',
    'Von diesem Peer ist keine Adresse bekannt. Füge eine hinzu, oder warte, bis er sich von selbst verbindet.',
  ],
  [
    'This peer, or the relay on the way to it, is not on the allowlist.',
    'Dieser Peer oder das Relais auf dem Weg zu ihm steht nicht auf der Freigabeliste.',
  ],
  ['The connection was called off here.', 'Die Verbindung wurde hier abgebrochen.'],
  [
    'This peer is kept out for a while. Lift the ban to connect it now.',
    'Dieser Peer ist für eine Weile gesperrt. Hebe die Sperre auf, um ihn jetzt zu verbinden.',
  ],
  [
    'This node has no place left for another connection. Disconnect a peer, or raise the limits in the settings.',
    'Dieser Knoten hat keinen Platz für eine weitere Verbindung. Trenne einen Peer, oder erhöhe die Grenzen in den Einstellungen.',
  ],
  [
    'This node has as many connections as its settings allow. It tries again later; close others or raise the limit to connect now.',
    'Dieser Knoten hat so viele Verbindungen, wie seine Einstellungen erlauben. Er versucht es später wieder; trenne andere oder erhöhe die Grenze, um jetzt zu verbinden.',
  ],
  ['The peer is not connected. Connect it first.', 'Der Peer ist nicht verbunden. Verbinde ihn zuerst.'],
  ['The connection is gone.', 'Die Verbindung ist weg.'],
  [
    'The connection was lost while something was being sent.',
    'Die Verbindung ging verloren, während etwas gesendet wurde.',
  ],
  ['This node is not running.', 'Dieser Knoten läuft nicht.'],
  ['This node is stopping.', 'Dieser Knoten wird gerade beendet.'],
  ['It was called off.', 'Es wurde abgebrochen.'],
  [
    'Connecting this peer failed several times, so Kith leaves it alone for another {n} s, then it tries again. Connect it by hand to try at once.',
    'Dieser Peer ließ sich mehrmals nicht verbinden, deshalb macht Kith noch {n} s Pause und versucht es dann wieder. Verbinde ihn von Hand, um es sofort zu versuchen.',
  ],
  [
    'Connecting this peer failed several times, so Kith leaves it alone for another {n} min, then it tries again. Connect it by hand to try at once.',
    'Dieser Peer ließ sich mehrmals nicht verbinden, deshalb macht Kith noch {n} min Pause und versucht es dann wieder. Verbinde ihn von Hand, um es sofort zu versuchen.',
  ],
  [
    'This could not be saved: writing to the disk failed several times (it is full, or it reports errors), so Kith leaves it alone for another {n}, then it tries again. Make room on the disk, or check it.',
    'Das ließ sich nicht speichern: Das Schreiben auf die Festplatte ist mehrmals gescheitert (sie ist voll oder meldet Fehler), deshalb macht Kith noch {n} Pause und versucht es dann wieder. Schaffe Platz auf der Festplatte, oder prüfe sie.',
  ],
  [
    'The keychain failed several times, so Kith leaves it alone for another {n}, then it tries again. Unlock it, then try again.',
    'Der Schlüsselbund ist mehrmals gescheitert, deshalb macht Kith noch {n} Pause und versucht es dann wieder. Entsperre ihn, und versuche es dann noch einmal.',
  ],

  // Addresses
  [
    'There is no address here. Paste the address that the other node shows.',
    'Hier ist keine Adresse. Füge die Adresse ein, die der andere Knoten zeigt.',
  ],
  [
    'This is too long for an address ({n} characters, at most {most}).',
    'Das ist zu lang für eine Adresse ({n} Zeichen, höchstens {most}).',
  ],
  [
    '“{text}” is a host and a port. Kith needs a full address such as /ip4/192.0.2.7/tcp/4711/p2p/12D3KooW…',
    '„{text}“ ist ein Rechner und ein Port. Kith braucht eine ganze Adresse wie /ip4/192.0.2.7/tcp/4711/p2p/12D3KooW…',
  ],
  [
    '“{text}” is not a multiaddr. It must begin with “/”, such as /ip4/192.0.2.7/tcp/4711.',
    '„{text}“ ist keine Multiaddr. Sie muss mit „/“ beginnen, wie /ip4/192.0.2.7/tcp/4711.',
  ],
  [
    '“{text}” is not a peer ID. A peer ID begins with {start} and has 52 characters.',
    '„{text}“ ist keine Peer-ID. Eine Peer-ID beginnt mit {start} und hat 52 Zeichen.',
  ],
  ['“{text}” is not a valid multiaddr: {why}.', '„{text}“ ist keine gültige Multiaddr: {why}.'],
  [
    'This peer ID is not made from an Ed25519 key. Kith only connects to peers with Ed25519 keys.',
    'Diese Peer-ID gehört nicht zu einem Ed25519-Schlüssel. Kith verbindet sich nur mit Peers, die Ed25519-Schlüssel haben.',
  ],
  [
    'The peer ID before “@” and the one at the end of the address differ. Only one of them can be meant.',
    'Die Peer-ID vor dem „@“ und die am Ende der Adresse sind verschieden. Nur eine von beiden kann gemeint sein.',
  ],
  [
    'The address has no peer ID, so nobody could check who answers. Add /p2p/12D3KooW… at its end, or put the peer ID and “@” before it.',
    'Die Adresse hat keine Peer-ID, also könnte niemand prüfen, wer antwortet. Hänge /p2p/12D3KooW… an, oder setze die Peer-ID und „@“ davor.',
  ],
  [
    'Kith cannot dial “{text}”. It connects over TCP (/ip4/…/tcp/…), webrtc-direct (/ip4/…/udp/…/webrtc-direct/certhash/…) and through relays (…/p2p-circuit).',
    'Kith kann „{text}“ nicht anwählen. Es verbindet sich über TCP (/ip4/…/tcp/…), webrtc-direct (/ip4/…/udp/…/webrtc-direct/certhash/…) und über Relais (…/p2p-circuit).',
  ],
  [
    'Kith cannot dial “{text}”. It passes through one relay at most.',
    'Kith kann „{text}“ nicht anwählen. Es geht höchstens über ein Relais.',
  ],
  [
    'A webrtc-direct address needs its /certhash/…, which proves the other end. Copy the whole address.',
    'Eine webrtc-direct-Adresse braucht ihr /certhash/…, das die Gegenseite beweist. Kopiere die ganze Adresse.',
  ],
  [
    'Port 0 means “any free port” and cannot be dialled. Ask for the address with its real port.',
    'Port 0 heißt „irgendein freier Port“ und lässt sich nicht anwählen. Frag nach der Adresse mit ihrem echten Port.',
  ],
  ['The relay in this address cannot be used. {said}', 'Das Relais in dieser Adresse ist nicht benutzbar. {said}'],
  [
    'This is your own address. Give it to the other person, and paste theirs here.',
    'Das ist deine eigene Adresse. Gib sie der anderen Person, und füge deren Adresse hier ein.',
  ],

  // Peers and decisions
  [
    'No such peer is on the list. Add it with its address first.',
    'Ein solcher Peer steht nicht auf der Liste. Füge ihn zuerst mit seiner Adresse hinzu.',
  ],
  [
    'None of these peers is on the list. Add it with its address first.',
    'Keiner dieser Peers steht auf der Liste. Füge sie zuerst mit ihrer Adresse hinzu.',
  ],
  [
    'No such peer is on the list, so there is nothing to say of its conduct. See who there is under Peers.',
    'Ein solcher Peer steht nicht auf der Liste, also gibt es über sein Verhalten nichts zu sagen. Unter Peers siehst du, wen es gibt.',
  ],
  [
    'There is no request from this peer. It may have been decided already.',
    'Von diesem Peer gibt es keine Anfrage. Vielleicht ist schon entschieden.',
  ],
  ['There is no request from this peer.', 'Von diesem Peer gibt es keine Anfrage.'],
  ['This is your own node. It needs no level of trust.', 'Das ist dein eigener Knoten. Er braucht keine Stufe.'],
  [
    'This is your own node. There is nobody to compare with.',
    'Das ist dein eigener Knoten. Da ist niemand zum Vergleichen.',
  ],
  [
    'This is your own node. Introduce one of your peers to another one.',
    'Das ist dein eigener Knoten. Stelle einen deiner Peers einem anderen vor.',
  ],
  [
    'You have blocked this peer. Choose a level (verified or trusted) to let it in again.',
    'Diesen Peer hast du blockiert. Wähle eine Stufe (verifiziert oder vertrauenswürdig), um ihn wieder einzulassen.',
  ],
  ['This peer is not banned.', 'Dieser Peer ist nicht gesperrt.'],
  [
    'This peer waits for your decision. Approve it first, then mark it as verified.',
    'Dieser Peer wartet auf deine Entscheidung. Lass ihn zuerst ein, dann bestätige ihn.',
  ],
  ['The code is missing. Read it from the other screen.', 'Der Code fehlt. Lies ihn vom anderen Bildschirm ab.'],
  [
    'Say what to change: the level, whether to keep connected, or permissions.',
    'Sag, was sich ändern soll: die Stufe, das Verbundenhalten oder die Berechtigungen.',
  ],
  ['Nothing was imported: {said}', 'Nichts wurde importiert: {said}'],
  [
    'Automatic bans are not held back now, so there is nothing to let go on.',
    'Automatische Sperren sind gerade nicht ausgesetzt, also gibt es nichts zuzulassen.',
  ],
  [
    'This can no longer be undone: it was undone before, more than ten minutes have passed, or the node was started anew.',
    'Das lässt sich nicht mehr rückgängig machen: Es wurde schon zurückgenommen, mehr als zehn Minuten sind vorbei, oder der Knoten wurde neu gestartet.',
  ],
  [
    'The new name is saved for the next start. For this run the command line (--name or --config) decides it.',
    'Der neue Name ist für den nächsten Start gespeichert. Für diesen Lauf legt ihn die Befehlszeile fest (--name oder --config).',
  ],
  ['Nobody needs to be introduced to themselves.', 'Niemand muss sich selbst vorgestellt werden.'],
  [
    'Only peers on your allowlist can be introduced. Approve this one first.',
    'Nur Peers auf deiner Freigabeliste lassen sich vorstellen. Lass diesen zuerst ein.',
  ],
  [
    'The peer to whom you introduce somebody is not connected. Connect it first.',
    'Der Peer, dem du jemanden vorstellst, ist nicht verbunden. Verbinde ihn zuerst.',
  ],
  [
    'That were many introductions within a minute. Wait a minute, then try again.',
    'Das waren viele Vorstellungen in einer Minute. Warte eine Minute, und versuche es dann noch einmal.',
  ],
  [
    'This peer does not take introductions from you. Its owner can allow them with the permission “introduce”.',
    'Dieser Peer nimmt keine Vorstellungen von dir an. Dort kann man sie mit der Berechtigung „andere vorstellen“ erlauben.',
  ],

  // Invites
  [
    'The other side does not accept this invite: it was used, taken back, or is too old. Ask for a new one.',
    'Die Gegenseite nimmt diese Einladung nicht an: Sie wurde benutzt, widerrufen oder ist zu alt. Bitte um eine neue.',
  ],
  [
    'This invite is from a peer that you have blocked. Unblock it first to join.',
    'Diese Einladung ist von einem Peer, den du blockiert hast. Hebe das zuerst auf, um beizutreten.',
  ],
  [
    'This invite is from a peer that is kept out for a while. Lift the ban first to join.',
    'Diese Einladung ist von einem Peer, der für eine Weile gesperrt ist. Hebe zuerst die Sperre auf, um beizutreten.',
  ],
  [
    'This invite is being redeemed already. Wait a moment.',
    'Diese Einladung wird schon eingelöst. Warte einen Moment.',
  ],
  ['Too many invites are being redeemed at once.', 'Zu viele Einladungen werden auf einmal eingelöst.'],
  [
    'The invite was accepted and you are on each other’s list, but the connection is not there yet. {said}',
    'Die Einladung wurde angenommen, und ihr steht auf der Liste des anderen, aber die Verbindung ist noch nicht da. {said}',
  ],
  [
    'The other side did not answer within 30 s. Its node may be off: ask, and open the link again while it is on.',
    'Die Gegenseite hat nicht innerhalb von 30 s geantwortet. Vielleicht ist ihr Knoten aus: Frag nach, und öffne den Link noch einmal, wenn er an ist.',
  ],
  [
    'There are {n} open invites already. Revoke one that is not needed any more, or wait until it expires.',
    'Es gibt schon {n} offene Einladungen. Widerrufe eine, die nicht mehr gebraucht wird, oder warte, bis sie abläuft.',
  ],
  [
    'This node has no address yet at which others could reach it. Invite somebody when it is on a network.',
    'Dieser Knoten hat noch keine Adresse, unter der andere ihn erreichen. Lade jemanden ein, wenn er in einem Netz ist.',
  ],
  [
    'There is no such invite. It may have been forgotten after 30 days.',
    'Eine solche Einladung gibt es nicht. Vielleicht wurde sie nach 30 Tagen vergessen.',
  ],
  [
    'This invite was used already: whoever came by it is on your list. Remove or block that peer instead.',
    'Diese Einladung wurde schon benutzt: Wer damit kam, steht auf deiner Liste. Entferne oder blockiere stattdessen diesen Peer.',
  ],
  [
    'This invite link is damaged: a part of it is missing or was changed. Copy the whole link, or ask for it again.',
    'Dieser Einladungslink ist beschädigt: Ein Teil fehlt oder wurde geändert. Kopiere den ganzen Link, oder bitte noch einmal darum.',
  ],
  [
    'This is your own invite. Send it to the person whom you invite: it is opened on their device.',
    'Das ist deine eigene Einladung. Schick sie der Person, die du einlädst: Sie wird auf deren Gerät geöffnet.',
  ],
  ['This invite has expired. Ask for a new one.', 'Diese Einladung ist abgelaufen. Bitte um eine neue.'],

  // Key, passphrase, backup
  [
    'The passphrase is not the one that this was sealed with. Try again.',
    'Das ist nicht die Passphrase, mit der es versiegelt wurde. Versuche es noch einmal.',
  ],
  [
    'The passphrase is not the one that this backup was sealed with. Try again.',
    'Das ist nicht die Passphrase, mit der diese Sicherung versiegelt wurde. Versuche es noch einmal.',
  ],
  [
    'The key is sealed on this machine. Choose a passphrase for it.',
    'Der Schlüssel ist auf diesem Rechner versiegelt. Wähle eine Passphrase für ihn.',
  ],
  [
    'There is no identity here whose passphrase could change.',
    'Hier ist keine Identität, deren Passphrase sich ändern ließe.',
  ],
  [
    'It did not answer within {n} seconds. It may be waiting for you to unlock it in another window.',
    'Er hat nicht innerhalb von {n} Sekunden geantwortet. Vielleicht wartet er in einem anderen Fenster darauf, dass du ihn entsperrst.',
  ],
  [
    'The keychain of this system cannot be used now. {said} Unlock it and try again, or choose a passphrase: then a sealed file keeps the key.',
    'Der Schlüsselbund dieses Systems ist gerade nicht benutzbar. {said} Entsperre ihn und versuche es noch einmal, oder wähle eine Passphrase: Dann bewahrt eine versiegelte Datei den Schlüssel.',
  ],
  [
    'This is no backup of Kith, or it is damaged. Choose another copy of it.',
    'Das ist keine Sicherung von Kith, oder sie ist beschädigt. Wähle eine andere Kopie davon.',
  ],
  [
    'This was sealed by Kith, but it is no backup: it may be the key file of a data folder. Choose a file whose name begins with kith-backup.',
    'Das hat Kith versiegelt, aber es ist keine Sicherung: Vielleicht ist es die Schlüsseldatei eines Datenordners. Wähle eine Datei, deren Name mit kith-backup beginnt.',
  ],
  [
    'This backup was opened, but what is in it makes no sense. Choose another copy of it.',
    'Diese Sicherung ließ sich öffnen, aber ihr Inhalt ergibt keinen Sinn. Wähle eine andere Kopie davon.',
  ],
  [
    'This backup was made by a later version of Kith. Update Kith on this machine, then restore it. Nothing was changed.',
    'Diese Sicherung stammt von einer neueren Version von Kith. Aktualisiere Kith auf diesem Rechner, und stelle sie dann wieder her. Nichts wurde geändert.',
  ],

  // Bandwidth, disk, settings
  ['That time is over already. Choose a later one.', 'Dieser Zeitpunkt ist schon vorbei. Wähle einen späteren.'],
  [
    'A switch by hand lasts eight days at most, or until you end it.',
    'Von Hand geschaltet gilt etwas höchstens acht Tage, oder bis du es beendest.',
  ],
  [
    'The disk is full, so Kith could not save this. Make room on the disk, then try again.',
    'Die Festplatte ist voll, deshalb konnte Kith das nicht speichern. Schaffe Platz, und versuche es dann noch einmal.',
  ],
  [
    'Another program has the database {path} open. Close it, then try again.',
    'Ein anderes Programm hat die Datenbank {path} offen. Schließe es, und versuche es dann noch einmal.',
  ],
  [
    'The database {path} cannot be opened for writing. Check that the file and its folder belong to you.',
    'Die Datenbank {path} lässt sich nicht zum Schreiben öffnen. Prüfe, ob die Datei und ihr Ordner dir gehören.',
  ],
  [
    'The disk reports an error where the database {path} is. Kith changed nothing. Check the disk before you try again.',
    'Die Festplatte meldet dort, wo die Datenbank {path} liegt, einen Fehler. Kith hat nichts geändert. Prüfe die Festplatte, bevor du es noch einmal versuchst.',
  ],
  [
    'Kith could not listen on any address ({addresses}).',
    'Kith konnte auf keiner Adresse Verbindungen annehmen ({addresses}).',
  ],
  ['Bootstrap line {n} is left out: {said}', 'Bootstrap-Zeile {n} wird ausgelassen: {said}'],
  [
    'Bootstrap peer {id} is left out: you removed it from the list. Add it again to let it in, or take it out of the settings.',
    'Der Bootstrap-Peer {id} wird ausgelassen: Du hast ihn von der Liste genommen. Füge ihn wieder hinzu, um ihn einzulassen, oder nimm ihn aus den Einstellungen.',
  ],
]
