// Package quarry is an in-memory stand-in for a SQL driver. It speaks just
// enough of database/sql/driver that everything above it (the connection
// pool, Rows, Tx, prepared statements) runs exactly as with a real database.
package quarry

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

func init() { sql.Register("quarry", &Driver{}) }

// Driver opens connections. The data source name is a list of settings,
// "latency=2ms rows=20".
type Driver struct{}

// Open implements driver.Driver.
func (*Driver) Open(dsn string) (driver.Conn, error) {
	c := &conn{rows: 20, in: make([]byte, 8<<10), out: make([]byte, 4<<10)}
	for _, field := range strings.Fields(dsn) {
		k, v, _ := strings.Cut(field, "=")
		switch k {
		case "latency":
			d, err := time.ParseDuration(v)
			if err != nil {
				return nil, fmt.Errorf("quarry: latency: %w", err)
			}
			c.latency = d
		case "rows":
			n, err := strconv.Atoi(v)
			if err != nil {
				return nil, fmt.Errorf("quarry: rows: %w", err)
			}
			c.rows = n
		}
	}
	return c, nil
}

type conn struct {
	latency time.Duration
	rows    int
	in, out []byte
	stmts   []*stmt
}

func (c *conn) Prepare(query string) (driver.Stmt, error) {
	s := &stmt{c: c, query: query, plan: parsePlan(query)}
	c.stmts = append(c.stmts, s)
	return s, nil
}

func (c *conn) Close() error { return nil }

func (c *conn) Begin() (driver.Tx, error) { return &tx{}, nil }

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.roundTrip()
	return newRows(query, c.rows), nil
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.roundTrip()
	return driver.RowsAffected(1), nil
}

func (c *conn) roundTrip() {
	if c.latency > 0 {
		time.Sleep(c.latency)
	}
}

type tx struct{}

func (*tx) Commit() error   { return nil }
func (*tx) Rollback() error { return nil }

// plan is what a server keeps for a prepared statement.
type plan struct {
	verb    string
	columns []string
	where   *predicate
}

type predicate struct {
	left, op, right string
	next            *predicate
}

func parsePlan(query string) *plan {
	words := strings.Fields(query)
	p := &plan{}
	if len(words) > 0 {
		p.verb = strings.ToLower(words[0])
	}
	for i, w := range words {
		if strings.EqualFold(w, "where") {
			p.where = parseWhere(words[i+1:])
			break
		}
		if i > 0 && i < 8 {
			p.columns = append(p.columns, strings.Clone(strings.Trim(w, ",")))
		}
	}
	return p
}

func parseWhere(words []string) *predicate {
	if len(words) < 3 {
		return nil
	}
	p := &predicate{left: strings.Clone(words[0]), op: words[1], right: strings.Clone(words[2])}
	if len(words) > 3 {
		p.next = parseWhere(words[4:])
	}
	return p
}

type stmt struct {
	c     *conn
	query string
	plan  *plan
}

func (s *stmt) Close() error  { return nil }
func (s *stmt) NumInput() int { return -1 }

func (s *stmt) Exec([]driver.Value) (driver.Result, error) {
	s.c.roundTrip()
	return driver.RowsAffected(1), nil
}

func (s *stmt) Query([]driver.Value) (driver.Rows, error) {
	s.c.roundTrip()
	return newRows(s.query, s.c.rows), nil
}

type rows struct {
	table string
	left  int
	at    int
}

func newRows(query string, n int) *rows {
	words := strings.Fields(query)
	table := "t"
	for i, w := range words {
		if strings.EqualFold(w, "from") && i+1 < len(words) {
			table = words[i+1]
		}
	}
	return &rows{table: table, left: n}
}

func (r *rows) Columns() []string { return []string{"id", "name", "quantity", "updated_at"} }
func (r *rows) Close() error      { return nil }

func (r *rows) Next(dest []driver.Value) error {
	if r.left == 0 {
		return io.EOF
	}
	r.left--
	r.at++
	dest[0] = int64(r.at)
	dest[1] = []byte(r.table + "-" + strconv.Itoa(r.at*7919%100003))
	dest[2] = int64(r.at % 13)
	dest[3] = time.Unix(1_790_000_000+int64(r.at), 0)
	return nil
}
