/** Every statement of the store, prepared once. */
import type { DatabaseSync } from 'node:sqlite'

export function prepareStatements(db: DatabaseSync) {
  return {
    peers: db.prepare(
      `SELECT peer_id AS peerId, level, name, claimed_name AS claimedName, agent, kept, added_at_ms AS addedAtMs,
       last_seen_at_ms AS lastSeenAtMs, note, permissions, verified_at_ms AS verifiedAtMs, verified_how AS verifiedHow,
       upload_bytes_per_second AS uploadBytesPerSecond, download_bytes_per_second AS downloadBytesPerSecond,
       monthly_bytes AS monthlyBytes FROM peers ORDER BY added_at_ms, peer_id`,
    ),
    putPeer: db.prepare(
      `INSERT INTO peers VALUES ($peerId, $level, $name, $claimedName, $agent, $kept, $addedAtMs, $lastSeenAtMs, $note,
       $permissions, $verifiedAtMs, $verifiedHow, $uploadBytesPerSecond, $downloadBytesPerSecond, $monthlyBytes)
       ON CONFLICT (peer_id) DO UPDATE SET level = excluded.level, name = excluded.name,
       claimed_name = excluded.claimed_name, agent = excluded.agent, kept = excluded.kept,
       added_at_ms = excluded.added_at_ms, last_seen_at_ms = excluded.last_seen_at_ms, note = excluded.note,
       permissions = excluded.permissions, verified_at_ms = excluded.verified_at_ms,
       verified_how = excluded.verified_how, upload_bytes_per_second = excluded.upload_bytes_per_second,
       download_bytes_per_second = excluded.download_bytes_per_second, monthly_bytes = excluded.monthly_bytes`,
    ),
    /** Everything but what is sealed. */
    updatePeer: db.prepare(
      `UPDATE peers SET level = $level, agent = $agent, kept = $kept, added_at_ms = $addedAtMs,
       last_seen_at_ms = $lastSeenAtMs, permissions = $permissions, verified_at_ms = $verifiedAtMs,
       verified_how = $verifiedHow, upload_bytes_per_second = $uploadBytesPerSecond,
       download_bytes_per_second = $downloadBytesPerSecond, monthly_bytes = $monthlyBytes WHERE peer_id = $peerId`,
    ),
    removePeer: db.prepare('DELETE FROM peers WHERE peer_id = $peerId'),
    requests: db.prepare(
      `SELECT peer_id AS peerId, name, addresses, transport, agent, first_seen_at_ms AS firstSeenAtMs,
       last_seen_at_ms AS lastSeenAtMs, count, ignored, suggested_by AS suggestedBy FROM requests ORDER BY first_seen_at_ms, peer_id`,
    ),
    putRequest: db.prepare(
      `INSERT INTO requests VALUES ($peerId, $name, $addresses, $transport, $agent, $firstSeenAtMs, $lastSeenAtMs,
       $count, $ignored, $suggestedBy)
       ON CONFLICT (peer_id) DO UPDATE SET name = excluded.name, addresses = excluded.addresses,
       transport = excluded.transport, agent = excluded.agent, first_seen_at_ms = excluded.first_seen_at_ms,
       last_seen_at_ms = excluded.last_seen_at_ms, count = excluded.count, ignored = excluded.ignored,
       suggested_by = excluded.suggested_by`,
    ),
    removeRequest: db.prepare('DELETE FROM requests WHERE peer_id = $peerId'),
    bans: db.prepare('SELECT peer_id AS peerId, until_ms AS untilMs, banned_by AS "by" FROM bans'),
    putBan: db.prepare(
      `INSERT INTO bans VALUES ($peerId, $untilMs, $by)
       ON CONFLICT (peer_id) DO UPDATE SET until_ms = excluded.until_ms, banned_by = excluded.banned_by`,
    ),
    removeBan: db.prepare('DELETE FROM bans WHERE peer_id = $peerId'),
    removals: db.prepare('SELECT peer_id AS peerId, removed_at_ms AS removedAtMs FROM removals ORDER BY removed_at_ms'),
    putRemoval: db.prepare(
      `INSERT INTO removals VALUES ($peerId, $removedAtMs)
       ON CONFLICT (peer_id) DO UPDATE SET removed_at_ms = excluded.removed_at_ms`,
    ),
    removeRemoval: db.prepare('DELETE FROM removals WHERE peer_id = $peerId'),
    invites: db.prepare(
      `SELECT id, secret_digest AS secretDigest, note, created_at_ms AS createdAtMs, expires_at_ms AS expiresAtMs,
       revoked_at_ms AS revokedAtMs, used_by AS usedBy, used_at_ms AS usedAtMs FROM invites ORDER BY created_at_ms, id`,
    ),
    putInvite: db.prepare(
      `INSERT INTO invites VALUES ($id, $secretDigest, $note, $createdAtMs, $expiresAtMs, $revokedAtMs, $usedBy, $usedAtMs)
       ON CONFLICT (id) DO UPDATE SET note = excluded.note, expires_at_ms = excluded.expires_at_ms,
       revoked_at_ms = excluded.revoked_at_ms, used_by = excluded.used_by, used_at_ms = excluded.used_at_ms`,
    ),
    removeInvite: db.prepare('DELETE FROM invites WHERE id = $id'),
    addresses: db.prepare(
      `SELECT peer_id AS peerId, address, source, added_at_ms AS addedAtMs, last_success_at_ms AS lastSuccessAtMs,
       last_failure_at_ms AS lastFailureAtMs, failures, failing_since_ms AS failingSinceMs FROM addresses ORDER BY peer_id, added_at_ms, address`,
    ),
    putAddress: db.prepare(
      `INSERT INTO addresses VALUES ($peerId, $address, $source, $addedAtMs, $lastSuccessAtMs, $lastFailureAtMs,
       $failures, $failingSinceMs)
       ON CONFLICT (peer_id, address) DO UPDATE SET source = excluded.source, added_at_ms = excluded.added_at_ms,
       last_success_at_ms = excluded.last_success_at_ms, last_failure_at_ms = excluded.last_failure_at_ms,
       failures = excluded.failures, failing_since_ms = excluded.failing_since_ms`,
    ),
    removeAddress: db.prepare('DELETE FROM addresses WHERE peer_id = $peerId AND address = $address'),
    removeAddresses: db.prepare('DELETE FROM addresses WHERE peer_id = $peerId'),
    reputations: db.prepare(
      `SELECT peer_id AS peerId, score, scored_at_ms AS scoredAtMs, bans, moves,
       successful_transfers AS successfulTransfers, failed_transfers AS failedTransfers,
       successful_messages AS successfulMessages, failed_messages AS failedMessages, latency_ms AS latencyMs,
       received_bytes AS receivedBytes, sent_bytes AS sentBytes, first_seen_at_ms AS firstSeenAtMs,
       last_seen_at_ms AS lastSeenAtMs FROM reputations`,
    ),
    putReputation: db.prepare(
      `INSERT OR REPLACE INTO reputations VALUES ($peerId, $score, $scoredAtMs, $bans, $moves, $successfulTransfers,
       $failedTransfers, $successfulMessages, $failedMessages, $latencyMs, $receivedBytes, $sentBytes, $firstSeenAtMs,
       $lastSeenAtMs)`,
    ),
    removeReputation: db.prepare('DELETE FROM reputations WHERE peer_id = $peerId'),
    linkHistories: db.prepare('SELECT peer_id AS peerId, spells FROM link_histories'),
    putLinkHistory: db.prepare('INSERT OR REPLACE INTO link_histories VALUES ($peerId, $spells)'),
    removeLinkHistory: db.prepare('DELETE FROM link_histories WHERE peer_id = $peerId'),
    blob: db.prepare('SELECT value FROM blobs WHERE name = $name'),
    putBlob: db.prepare(
      'INSERT INTO blobs VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ),
  }
}
