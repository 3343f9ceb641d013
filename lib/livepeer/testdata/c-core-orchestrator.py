"""An orchestrator on gRPC's C core, as the Python stacks are: answers GetOrchestrator with the message in hexadecimal
on its standard input, over TLS with the certificate and key in the two files named, or without when none are.
`empty` stands for a message of no bytes, `refuse` for go-livepeer's refusal. Prints its port."""

import sys
from concurrent.futures import ThreadPoolExecutor

import grpc

message = sys.stdin.readline().strip()


def answer(_request, context):
    if message == "refuse":
        context.abort(grpc.StatusCode.UNKNOWN, "insufficient sender reserve for Ünter 100 %")
    return b"" if message == "empty" else bytes.fromhex(message)


server = grpc.server(ThreadPoolExecutor(2))
handler = grpc.unary_unary_rpc_method_handler(answer)
server.add_generic_rpc_handlers(
    (grpc.method_handlers_generic_handler("net.Orchestrator", {"GetOrchestrator": handler}),)
)
if len(sys.argv) == 3:
    chain, key = (open(path, "rb").read() for path in sys.argv[1:])
    port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, chain)]))
else:
    port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
server.wait_for_termination()
