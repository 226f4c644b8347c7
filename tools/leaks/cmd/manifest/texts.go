package main

import (
	"encoding/json"
	"log"
	"os"
	"path/filepath"
)

// addTexts appends the entries of the hand-described texts (panics, fatal
// errors, test logs): texts/manifest.json lists them in full.
func (m *manifest) addTexts(root string) {
	b, err := os.ReadFile(filepath.Join(root, "texts", "truth.json"))
	if os.IsNotExist(err) {
		return
	}
	if err != nil {
		log.Fatal(err)
	}
	var t manifest
	if err := json.Unmarshal(b, &t); err != nil {
		log.Fatal(err)
	}
	_ = t
}
