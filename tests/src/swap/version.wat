;; A version of a plugin: each answer carries the version's name. Text in double braces is filled in by version.rs.
(component
  (@custom "ocpp-plugin-manifest" "{\"name\":\"{{plugin}}\",\"version\":\"{{name}}\",\"sdk\":\"none\",\"contract\":\"{{contract}}\",\"actions\":{\"1.6\":[\"Authorize\",\"DataTransfer\"]},\"capabilities\":[]}")
  (component $handler
    (core module $m
      (memory (export "memory") 8)
      (data (i32.const 64) "{\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"{{name}}\"}}")
      (data (i32.const 256) "{\"status\":\"Accepted\",\"data\":\"{{name}}\"}")
      ;; Where the next argument goes; each call begins where the one before did.
      (global $free (mut i32) (i32.const 4096))
      (func (export "realloc") (param i32 i32 i32) (param $size i32) (result i32)
        (local $at i32)
        (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
        (global.set $free (i32.add (local.get $at) (local.get $size)))
        (local.get $at))
      ;; `$call` is where the arguments are: the context's seven pairs, then action, payload and proposal, each
      ;; text an address and a length.
      (func (export "handle") (param $call i32) (result i32)
        (global.set $free (i32.const 4096))
        {{first}}
        ;; The outcome `replace`, and where its text is: nine letters are Authorize.
        (i32.store8 (i32.const 1024) (i32.const 1))
        (if (i32.eq (i32.load offset=60 (local.get $call)) (i32.const 9))
          (then
            (i32.store (i32.const 1028) (i32.const 64))
            (i32.store (i32.const 1032) (i32.const {{authorize-length}})))
          (else
            (i32.store (i32.const 1028) (i32.const 256))
            (i32.store (i32.const 1032) (i32.const {{data-transfer-length}}))))
        (i32.const 1024))
      {{start}}
    )
    (core instance $i (instantiate $m))
    (type $context-t (record
      (field "charge-point" string) (field "version" string) (field "vendor" string) (field "model" string)
      (field "message-id" string) (field "received-at" string) (field "attributes" (list (tuple string string)))))
    (export $context "context" (type $context-t))
    (type $call-error-t (record (field "code" string) (field "description" string) (field "details" string)))
    (export $call-error "call-error" (type $call-error-t))
    (type $outcome-t (variant (case "keep") (case "replace" string) (case "call-error" $call-error)))
    (export $outcome "outcome" (type $outcome-t))
    (func $handle (param "context" $context) (param "action" string) (param "payload" string) (param "proposed" string)
      (result $outcome)
      (canon lift (core func $i "handle") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
    (export "handle" (func $handle))
  )
  (instance $exported (instantiate $handler))
  (export "ocpp:plugin/handler@{{contract}}" (instance $exported))
)
