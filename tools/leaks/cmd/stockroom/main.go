// Command stockroom reads a database and leaves rows and transactions open,
// until a small pool has none left.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"captures.example/leaks/kit"
	_ "github.com/quarrydb/quarry-go" // database driver
)

type bins struct{ db *sql.DB }

// list returns on the first match and leaves the rows open.
func (b *bins) list(ctx context.Context) (string, error) {
	rows, err := b.db.QueryContext(ctx, "select id, name from bins where full = $1", false)
	if err != nil {
		return "", err
	}
	for rows.Next() {
		var id, qty int64
		var name, at any
		if err := rows.Scan(&id, &name, &qty, &at); err != nil {
			return "", err
		}
		if qty == 3 {
			return fmt.Sprint(name), nil
		}
	}
	return "", rows.Err()
}

// one is a generic query helper that stops after the first row.
func one[T any](ctx context.Context, db *sql.DB, query string, dest func(*sql.Rows) T) (v T, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return v, err
	}
	if rows.Next() {
		v = dest(rows)
	}
	return v, nil
}

// adjust gives up half-way without a rollback.
func (b *bins) adjust(ctx context.Context, n int) error {
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "update bins set quantity = $1", n); err != nil {
		return err
	}
	if n < 0 {
		return errors.New("negative")
	}
	return tx.Commit()
}

// clerk works with a pool of two connections.
type clerk struct{ db *sql.DB }

func (c *clerk) count(ctx context.Context) (n int64) {
	_ = c.db.QueryRowContext(ctx, "select count from bins").Scan(&n)
	return n
}

func (c *clerk) book(ctx context.Context) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return tx.Commit()
}

func (c *clerk) note(ctx context.Context) error {
	_, err := c.db.ExecContext(ctx, "insert into notes")
	return err
}

// report closes what it opens.
func (b *bins) report(ctx context.Context) (n int) {
	rows, err := b.db.QueryContext(ctx, "select id from bins")
	if err != nil {
		return 0
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n
}

func open(dsn string) *sql.DB {
	db, err := sql.Open("quarry", dsn)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return db
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b := &bins{open("rows=10")}
	b.db.SetConnMaxLifetime(time.Hour)
	narrow := &clerk{open("rows=10")}
	narrow.db.SetMaxOpenConns(2)
	kit.Run(kit.Plan{Program: "stockroom", Scenarios: []kit.Scenario{
		{Name: "bins", Base: 2, More: 9, Do: func(n int) {
			for range n {
				b.list(ctx)
				one(ctx, b.db, "select 1", func(*sql.Rows) int { return 1 })
				b.report(ctx)
			}
		}, Truth: []kit.Truth{{Key: "database/sql.(*Rows).awaitDone", Wait: "select", Category: "sql-rows-not-closed", Pattern: "sql-rows-not-closed", Leak: true, Counts: [3]int{6, 24, 24}, Shape: "early return with open rows: a method and a generic helper; 2 more hold the small pool"}}},
		{Name: "adjust", Base: 3, More: 10, Do: func(n int) {
			for range n {
				b.adjust(ctx, -1)
				b.adjust(ctx, 1)
			}
		}, Truth: []kit.Truth{{Key: "database/sql.(*Tx).awaitDone", Wait: "chan receive", Category: "sql-tx-not-finished", Pattern: "sql-tx-not-finished", Leak: true, Each: 1, Accept: []string{"sql-rows-not-closed"}, Shape: "early return without Rollback"}}},
		{Name: "pool", Base: 2, More: 8, Start: func() {
			for range 2 {
				one(ctx, narrow.db, "select 1", func(*sql.Rows) int { return 1 })
			}
		}, Do: func(n int) {
			for range n {
				go narrow.count(ctx)
				go narrow.book(ctx)
				go narrow.note(context.Background())
			}
		}, Truth: []kit.Truth{
			{Key: "main.(*clerk).count", Wait: "select", Category: "sql-pool-exhausted", Pattern: "sql-pool-exhausted", Leak: true, Each: 1, Accept: []string{"select-blocked"}, Shape: "QueryRow waits for a connection"},
			{Key: "main.(*clerk).book", Wait: "select", Category: "sql-pool-exhausted", Pattern: "sql-pool-exhausted", Leak: true, Each: 1, Accept: []string{"select-blocked"}, Shape: "BeginTx waits for a connection"},
			{Key: "main.(*clerk).note", Wait: "select", Category: "sql-pool-exhausted", Pattern: "sql-pool-exhausted", Leak: true, Each: 1, Accept: []string{"select-blocked", "chan-recv"}, Shape: "Exec without a context waits for a connection"},
		}},
	}, Truth: []kit.Truth{
		{Key: "database/sql.(*DB).connectionOpener", Wait: "select", Category: "benign-sql", Pattern: "sql-opener", Flat: 2, Shape: "one opener per DB"},
		{Key: "database/sql.(*DB).connectionCleaner", Wait: "select", Category: "benign-sql", Pattern: "sql-cleaner", Flat: 1, Shape: "lifetime cleaner"},
		{Key: "main.main", Wait: "select (no cases)", Category: "benign-main-wait", Pattern: "select-empty", Flat: 1, Shape: "main parked"},
	}})
	select {}
}
