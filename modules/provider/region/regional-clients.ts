import type { AwsClients } from "../../aws/index.js";

/** The clients for an object's own region: the provider's where it names none. */
export function regionalClients(clients: AwsClients, region: string | undefined): AwsClients {
  return region === undefined || region === "" || region === clients.target.region
    ? clients
    : clients.inRegion(region);
}
