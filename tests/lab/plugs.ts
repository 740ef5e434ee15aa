/** Puts a node on the lab's switch: its namespace, the cable, its address; for some a router between that translates addresses. */
import { addNamespaces, type LabName } from './namespaces.ts'
import { ip, placed, system } from './system.ts'

/** A node's place: the port of the switch that its cable (or its router's) ends in. */
export interface Plug {
  readonly namespace: string
  readonly port: string
  readonly address: string
}

export interface PlugOptions {
  readonly lab: LabName
  /** The namespace of the switch. */
  readonly middle: string
  /** Three numbers of a /24. */
  readonly network: string
  readonly index: number
  readonly nodeName: string
  readonly behindNat: boolean
}

/** Hosts are numbered from here. */
export const FIRST_HOST = 10

export async function prepareSwitch(middle: string): Promise<void> {
  await withoutIpv6(middle)
}

export async function plugIn({ lab, middle, network, index, nodeName, behindNat }: PlugOptions): Promise<Plug> {
  const port = `p${index}`
  const outside = `${network}.${FIRST_HOST + index}`
  const [namespace = '', router] = await addNamespaces(lab, [nodeName, ...(behindNat ? [`${nodeName}-router`] : [])])
  await cable(middle, port, router ?? namespace, outside)
  if (router === undefined) return { namespace, port, address: outside }

  // The home's network is the same behind every router, as in real homes.
  await ip([`link add name home type veth peer name eth0 netns ${namespace}`], router)
  await ip(['address add 192.168.1.1/24 dev home', 'link set home up'], router)
  await withoutIpv6(namespace)
  await ip(
    ['link set lo up', 'address add 192.168.1.2/24 dev eth0', 'link set eth0 up', 'route add default via 192.168.1.1'],
    namespace,
  )
  const rules = [
    'echo 1 > /proc/sys/net/ipv4/ip_forward',
    'iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE',
    'iptables -A FORWARD -i eth0 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    'iptables -A FORWARD -i eth0 -j DROP',
    // Nothing answers at the router itself either: a real one drops what nobody asked for.
    'iptables -A INPUT -i eth0 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    'iptables -A INPUT -i eth0 -j DROP',
  ]
  await shell(router, rules.join(' && '))
  return { namespace, port, address: '192.168.1.2' }
}

/** Gives the node's interface another address and takes the old one away, as when it joins another network. */
export async function renumber(namespace: string, from: string, to: string): Promise<void> {
  await ip(
    [
      // Before the new one: a second address of the same network would go with the first.
      `address delete ${from}/24 dev eth0`,
      `address add ${to}/24 dev eth0`,
      // It went with the address that it named.
      'route replace default dev eth0',
    ],
    namespace,
  )
}

/** From a port of the switch to `eth0` in a namespace. Both ends are born there: nothing is ever seen in the machine's own. */
async function cable(middle: string, port: string, namespace: string, address: string): Promise<void> {
  await ip([`link add name ${port} type veth peer name eth0 netns ${namespace}`, `link set ${port} up`], middle)
  await withoutIpv6(namespace)
  // Frames that leave a veth would otherwise be huge and without a checksum.
  await system('ip', [
    ...['netns', 'exec', namespace, 'ethtool', '-K', 'eth0'],
    ...['tx', 'off', 'tso', 'off', 'gso', 'off', 'gro', 'off'],
  ])
  await ip(
    [
      'link set lo up',
      `address add ${address}/24 dev eth0`,
      'link set eth0 up',
      // Group addresses (mDNS) need a route too.
      'route add default dev eth0',
    ],
    namespace,
  )
}

/** One protocol is enough, and it says nothing by itself. */
async function withoutIpv6(namespace: string): Promise<void> {
  await shell(namespace, 'for which in all default; do echo 1 > /proc/sys/net/ipv6/conf/$which/disable_ipv6; done')
}

async function shell(namespace: string, script: string): Promise<void> {
  await system(...placed(namespace, 'sh', '-c', script))
}
