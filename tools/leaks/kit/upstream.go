package kit

import (
	"log"
	"os"
	"strings"
)

// Upstream returns the base URL of the other side, started by the driver:
// plain HTTP/1.1, or HTTP/2 over TLS.
func Upstream(secure bool) string {
	plain, tls, ok := strings.Cut(os.Getenv("CAPTURE_UPSTREAM"), " ")
	if !ok {
		log.Fatal("CAPTURE_UPSTREAM must hold two URLs")
	}
	if secure {
		return tls
	}
	return plain
}
