/** The service that a fork is sent to. `token` is what the deployer gave the PBX, where the protocol has a place for one. */
export interface ForkTarget {
  readonly host: string
  readonly port: number
  readonly token?: string
}
