/** Addresses of one node: what a person can read of each, from where it works, and the whole of it to copy. */
import { byUsefulness, readAddress } from '../format/address.ts'
import { strings } from '../strings.ts'
import { CopyButton } from './copy-button.tsx'
import './address-list.css'

export interface AddressListProps {
  readonly addresses: readonly string[]
  readonly onCopyFailed: (message: string) => void
}

export const AddressList = ({ addresses, onCopyFailed }: AddressListProps) => (
  <ul className="addresses">
    {byUsefulness(addresses).map((address) => {
      const { text, transport, reach } = readAddress(address)
      return (
        <li key={address} className="address">
          <span className="address-body" title={address}>
            <span className="mono cut">{text}</span>
            <span className="address-about">
              {transport === 'relay'
                ? strings.reach.relay
                : `${strings.transport[transport]} · ${strings.reach[reach]}`}
            </span>
          </span>
          <CopyButton text={address} what={`${strings.node.address} ${text}`} onFailed={onCopyFailed} />
        </li>
      )
    })}
  </ul>
)
