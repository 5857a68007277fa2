/** The local authority's certificate, for devices of the shop to download and trust. Public by nature. */
import type { FastifyInstance } from 'fastify';

/** Offers it at a fixed address. To be called before listening. */
export function offerAuthority(app: FastifyInstance, caPem: string): void {
  app.get('/halfloop-ca.crt', (_request, reply) =>
    reply
      .type('application/x-x509-ca-cert')
      .header('content-disposition', 'attachment; filename="halfloop-ca.crt"')
      .send(caPem),
  );
}
