// Package inventory reads and reserves stock.
package inventory

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	_ "github.com/quarrydb/quarry-go" // database driver
)

// Level is the stock of one item.
type Level struct {
	ID        int64
	Name      string
	Quantity  int64
	UpdatedAt time.Time
}

// Repo talks to the stock database.
type Repo struct {
	db    *sql.DB
	mu    sync.Mutex
	stmts map[string]*sql.Stmt
	known map[string][]Level
}

// Open connects.
func Open(dsn string) (*Repo, error) {
	db, err := sql.Open("quarry", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(24)
	db.SetMaxIdleConns(24)
	return &Repo{db: db, stmts: make(map[string]*sql.Stmt), known: make(map[string][]Level)}, nil
}

func (r *Repo) prepare(ctx context.Context, warehouse string) (*sql.Stmt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.stmts[warehouse]; s != nil {
		return s, nil
	}
	s, err := r.db.PrepareContext(ctx, fmt.Sprintf("select id, name, quantity, updated_at from stock_%s where sku = $1 and quantity > $2 and deleted = $3", warehouse))
	if err != nil {
		return nil, err
	}
	r.stmts[warehouse] = s
	return s, nil
}

// Levels lists what a warehouse holds of an item.
func (r *Repo) Levels(ctx context.Context, warehouse, sku string) ([]Level, error) {
	s, err := r.prepare(ctx, warehouse)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, sku, 0, false)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Level
	for rows.Next() {
		var l Level
		if err := rows.Scan(&l.ID, &l.Name, &l.Quantity, &l.UpdatedAt); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	r.remember(warehouse+"/"+sku, out)
	return out, rows.Err()
}

func (r *Repo) remember(key string, levels []Level) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[key] = levels
}

// Reserve takes stock in a transaction.
func (r *Repo) Reserve(ctx context.Context, warehouse, sku string, n int) error {
	tx, err := r.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "update stock set quantity = quantity - $1 where sku = $2", n, sku); err != nil {
		return err
	}
	return tx.Commit()
}
