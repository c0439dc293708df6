;; An async function, lifted with the async ABI and a callback, as language tools make it that are not told to
;; be synchronous.
(component
  (@custom "ocpp-plugin-manifest" "{\"name\":\"hostile\",\"version\":\"0.1.0\",\"sdk\":\"none\",\"contract\":\"0.1.0\",\"actions\":{\"1.6\":[\"Heartbeat\",\"StartTransaction\"]},\"capabilities\":[]}")
  (component $handler
    (core module $memory (memory (export "memory") 8))
    (core instance $memory (instantiate $memory))
    (core module $m
      (import "host" "task-return" (func $return (param i32 i32 i32 i32 i32 i32 i32)))
      (import "host" "memory" (memory 8))
      ;; Every argument lies here; nothing is read.
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
      ;; Gives `keep`, and 0: the task is over.
      (func (export "handle") (param i32) (result i32)
        (call $return (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
        i32.const 0)
      (func (export "callback") (param i32 i32 i32) (result i32) i32.const 0)
    )
    (type $context-t (record
      (field "charge-point" string) (field "version" string) (field "vendor" string) (field "model" string)
      (field "message-id" string) (field "received-at" string) (field "attributes" (list (tuple string string)))))
    (export $context "context" (type $context-t))
    (type $call-error-t (record (field "code" string) (field "description" string) (field "details" string)))
    (export $call-error "call-error" (type $call-error-t))
    (type $outcome-t (variant (case "keep") (case "replace" string) (case "call-error" $call-error)))
    (export $outcome "outcome" (type $outcome-t))
    (core func $task-return (canon task.return (result $outcome) (memory (core memory $memory "memory"))))
    (core instance $i (instantiate $m (with "host" (instance
      (export "task-return" (func $task-return)) (export "memory" (memory $memory "memory"))))))
    (func $handle async (param "context" $context) (param "action" string) (param "payload" string) (param "proposed" string)
      (result $outcome)
      (canon lift (core func $i "handle") async (callback (core func $i "callback")) (memory (core memory $memory "memory"))
        (realloc (core func $i "realloc"))))
    (export "handle" (func $handle))
  )
  (instance $exported (instantiate $handler))
  (export "ocpp:plugin/handler@0.1.0" (instance $exported))
)
