/** One client per Region, made when the Region is first needed and kept. */
export const perRegion = <Client>(make: (region: string) => Client): ((region: string) => Client) => {
  const clients = new Map<string, Client>();
  return (region) => {
    const client = clients.get(region) ?? make(region);
    clients.set(region, client);
    return client;
  };
};
