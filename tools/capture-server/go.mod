module leakscope.test/captureserver

go 1.26
