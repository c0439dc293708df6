;; Imports an interface of our package that it does not have.
(component
  (@custom "ocpp-plugin-manifest" "{\"name\":\"hostile\",\"version\":\"0.1.0\",\"sdk\":\"none\",\"contract\":\"0.1.0\",\"actions\":{\"1.6\":[\"Heartbeat\",\"StartTransaction\"]},\"capabilities\":[]}")
  (import "ocpp:plugin/sockets@0.1.0" (instance (export "open" (func (param "port" u16) (result s32)))))
  (component $handler
    (core module $m
      (memory (export "memory") 8)
      ;; Every argument lies here; nothing is read.
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
      ;; Zeros are the outcome `keep`.
      (func (export "handle") (param i32) (result i32) i32.const 0)
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
  (export "ocpp:plugin/handler@0.1.0" (instance $exported))
)
