/** A small picture for each kind of entry. The words stand beside it. */
import {
  Ban,
  BookCheck,
  ChartPie,
  Check,
  DoorOpen,
  EyeOff,
  Gauge,
  Import,
  KeyRound,
  type LucideIcon,
  Pencil,
  Plug,
  RotateCcw,
  ScrollText,
  Settings2,
  Share2,
  ShieldCheck,
  ShieldOff,
  ShieldX,
  SlidersHorizontal,
  Ticket,
  Timer,
  TimerOff,
  Trash2,
} from 'lucide-react'
import type { AuditKind } from '../../../contract/audit-views.ts'

const icons: Readonly<Record<AuditKind, LucideIcon>> = {
  admit: DoorOpen,
  refuse: ShieldX,
  deny: ShieldOff,
  approve: Check,
  ignore: EyeOff,
  block: Ban,
  trust: ShieldCheck,
  permission: SlidersHorizontal,
  edit: Pencil,
  forget: Trash2,
  restore: RotateCcw,
  verify: BookCheck,
  ban: Timer,
  unban: TimerOff,
  reputation: Gauge,
  service: Plug,
  quota: ChartPie,
  invite: Ticket,
  introduce: Share2,
  import: Import,
  setting: Settings2,
  key: KeyRound,
  audit: ScrollText,
}

/** What was kept out, and what was taken away. */
const tones: Partial<Readonly<Record<AuditKind, 'good' | 'bad' | 'warn'>>> = {
  admit: 'good',
  approve: 'good',
  verify: 'good',
  refuse: 'bad',
  block: 'bad',
  ban: 'bad',
  deny: 'warn',
  audit: 'warn',
}

export function KindIcon({ kind }: { readonly kind: AuditKind }) {
  const Icon = icons[kind]
  return <Icon size={15} className={`kind-icon kind-${tones[kind] ?? 'plain'}`} aria-hidden />
}
